/* SPDX-License-Identifier: GPL-2.0-only */
#include "lint.h"

/*
 * Limits the comparisons of two rules or two values, so that loading stays linear even when no rule
 * names a device or when rules have long lists.
 */
enum { COMPARISONS_MAX = 1000000 };

/* If one list covers another, both usually have the same order, so begin at @start. */
static bool value_is_covered(const struct vfv_match_ops *ops, const struct vfv_pred *pred,
			     const union vfv_value *value, size_t start, unsigned int *comparisons)
{
	for (size_t i = 0; i < pred->n && ++*comparisons < COMPARISONS_MAX; i++)
		if (ops->covers(&pred->values[(start + i) % pred->n], value))
			return true;
	return false;
}

/*
 * Return: true if @a holds whenever @b does; false after too many comparisons. Both have the same
 * key.
 */
static bool pred_covers(const struct vfv_pred *a, const struct vfv_pred *b,
			unsigned int *comparisons)
{
	const struct vfv_match_ops *ops = vfv_match_ops[a->key];
	/* If all values must hold, the covering side may have fewer of them. */
	const struct vfv_pred *outer = ops->all ? b : a, *inner = ops->all ? a : b;

	for (size_t i = 0; i < inner->n; i++)
		if (!value_is_covered(ops, outer, &inner->values[i], i, comparisons))
			return false;
	return true;
}

/*
 * Return: true if @a matches everything that @b matches. A "not" in @b only makes @b match less. A
 * "not" in @a is not evaluated: such a rule covers nothing.
 */
static bool rule_covers(const struct vfv_rule *a, const struct vfv_rule *b,
			unsigned int *comparisons)
{
	if (a->unless.n)
		return false;
	for (size_t i = 0; i < a->match.n; i++) {
		const struct vfv_pred *pred = vfv_match_find(&b->match, a->match.preds[i].key);

		if (!pred || !pred_covers(&a->match.preds[i], pred, comparisons))
			return false;
	}
	return true;
}

/*
 * A device that @rule names, to find the rules in the index that name it too. When @rule names
 * several devices, a rule that covers it names each of them.
 */
static struct vfv_facts named_device(const struct vfv_rule *rule)
{
	const struct vfv_pred *bdf = vfv_match_find(&rule->match, VFV_MATCH_BDF);
	const struct vfv_pred *pf = vfv_match_find(&rule->match, VFV_MATCH_PF);
	const struct vfv_pred *vf = vfv_match_find(&rule->match, VFV_MATCH_VF);
	const struct vfv_pred *serial = vfv_match_find(&rule->match, VFV_MATCH_SERIAL);
	const struct vfv_pred *host = vfv_match_find(&rule->match, VFV_MATCH_HOST);
	struct vfv_facts facts = { 0 };

	if (bdf)
		facts.vf = bdf->values[0].device.bdf;
	if (pf && pf->values[0].device.name)
		facts.pf_names[facts.n_pf_names++] = pf->values[0].device.name;
	else if (pf)
		facts.pf = pf->values[0].device.bdf;
	facts.has_pf = pf && !facts.n_pf_names;
	/* A pattern is used as a name, so only rules for any host are found. */
	if (host)
		facts.host = host->values[0].text;
	if (serial && !serial->values[0].serial.pattern)
		facts.serial = serial->values[0].serial.number;
	if (vf)
		facts.index = vf->values[0].range.first;
	return facts;
}

static const struct vfv_rule *find_shadow(const struct vfv_policy *policy, uint32_t rule,
					  unsigned int *comparisons)
{
	struct vfv_facts facts = named_device(&policy->rules[rule]);
	struct vfv_index_walk walk;
	uint32_t i;

	vfv_index_walk_start(&policy->index, &facts, &walk);
	while ((i = vfv_index_walk_next(&walk)) < rule && ++*comparisons < COMPARISONS_MAX)
		if (rule_covers(&policy->rules[i], &policy->rules[rule], comparisons))
			return &policy->rules[i];
	return NULL;
}

void vfv_lint_shadows(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	unsigned int comparisons = 0;

	for (uint32_t i = 0; i < policy->n_rules; i++) {
		const struct vfv_rule *rule = &policy->rules[i];
		const struct vfv_rule *shadow = find_shadow(policy, i, &comparisons);

		if (shadow)
			vfv_diag_add(diags, VFV_WARNING, rule->file, rule->line,
				     "rule \"%s\" can never match: shadowed by \"%s\" (%s:%u)",
				     rule->name, shadow->name, shadow->file, shadow->line);
		if (comparisons >= COMPARISONS_MAX) {
			vfv_diag_add(
				diags, VFV_WARNING, NULL, 0,
				"too many rules or values: not all were checked for shadowing");
			return;
		}
	}
}
