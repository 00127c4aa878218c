/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "cover.h"
#include "lint.h"

/* The earlier rules that cover a rule. */
struct shadow {
	const struct vfv_rule *first;
	bool more;	  /* @first covers it only together with other rules */
	uint32_t partial; /* keys of which some rule covers the first value, as bits */
};

static const union vfv_value *first_value(const struct vfv_rule *rule, enum vfv_match_key key)
{
	const struct vfv_pred *pred = vfv_match_find(&rule->match, key);

	return pred ? &pred->values[0] : NULL;
}

/*
 * A device that @rule names, to find the rules in the index that name it too. When @rule names
 * several devices, a rule that covers it names each of them.
 */
static struct vfv_facts named_device(const struct vfv_rule *rule)
{
	const union vfv_value *bdf = first_value(rule, VFV_MATCH_BDF);
	const union vfv_value *pf = first_value(rule, VFV_MATCH_PF);
	const union vfv_value *vf = first_value(rule, VFV_MATCH_VF);
	const union vfv_value *serial = first_value(rule, VFV_MATCH_SERIAL);
	const union vfv_value *host = first_value(rule, VFV_MATCH_HOST);
	struct vfv_facts facts = { 0 };

	if (bdf) {
		facts.vf = bdf->device.bdf;
		facts.known |= 1U << VFV_FACT_BDF;
	}
	if (pf && pf->device.name)
		facts.pf_names[facts.n_pf_names++] = pf->device.name;
	else if (pf)
		facts.pf = pf->device.bdf;
	facts.has_pf = pf && !facts.n_pf_names;
	/* A pattern is used as a name, so only rules for any host are found. */
	if (host)
		facts.host = host->text;
	if (serial && !serial->serial.pattern)
		facts.serial = serial->serial.number;
	if (vf)
		facts.index = vf->range.first;
	return facts;
}

/* A rule with a single value in one predicate, which is borrowed. */
struct part {
	struct vfv_rule rule;
	struct vfv_pred preds[VFV_N_MATCH_KEYS];
	union vfv_value value;
};

static void part_init(struct part *part, const struct vfv_rule *rule)
{
	part->rule = *rule;
	memcpy(part->preds, rule->match.preds, rule->match.n * sizeof(*part->preds));
	part->rule.match.preds = part->preds;
}

/* Reduce the predicate @i to its value @value or, if that is a range, to the number @vf. */
static void part_choose(struct part *part, size_t i, const union vfv_value *value, uint32_t vf)
{
	part->value = *value;
	if (part->preds[i].key == VFV_MATCH_VF)
		part->value.range = (struct vfv_range){ vf, vf };
	part->preds[i].values = &part->value;
	part->preds[i].n = 1;
}

/* Note if @a covers @b as far as the first value of the predicate with @key is concerned. */
static void note_partial(const struct vfv_rule *a, const struct vfv_rule *b, enum vfv_match_key key,
			 struct shadow *shadow, unsigned int *comparisons)
{
	const struct vfv_pred *pred = vfv_match_find(&b->match, key);
	struct vfv_pred first;
	union vfv_value value;

	if (!pred || vfv_match_ops[key]->all)
		return;
	value = pred->values[0];
	if (key == VFV_MATCH_VF)
		value.range.last = value.range.first;
	else if (pred->n == 1)
		return;
	first = (struct vfv_pred){ .key = key, .n = 1, .values = &value };
	if (vfv_pred_covers(vfv_match_find(&a->match, key), &first, comparisons))
		shadow->partial |= 1U << key;
}

/* The end of the range of VF numbers in @rule that contains @vf. */
static uint32_t end_of_range(const struct vfv_rule *rule, uint32_t vf)
{
	const struct vfv_pred *pred = vfv_match_find(&rule->match, VFV_MATCH_VF);

	for (size_t i = 0; pred && i < pred->n; i++)
		if (vfv_ranges_contain(&pred->values[i].range, 1, vf))
			return pred->values[i].range.last;
	return VFV_VF_INDEX_MAX;
}

/* Return: the first rule before number @end that covers @rule by itself, NULL for none. */
static const struct vfv_rule *find_one(const struct vfv_policy *policy, const struct vfv_rule *rule,
				       uint32_t end, struct shadow *shadow,
				       unsigned int *comparisons)
{
	struct vfv_facts facts = named_device(rule);
	struct vfv_index_walk walk;
	enum vfv_match_key key;
	uint32_t i;

	vfv_index_walk_start(&policy->index, &facts, &walk);
	while ((i = vfv_index_walk_next(&walk)) < end && ++*comparisons < VFV_COMPARISONS_MAX) {
		/* A rule with log_only does not decide, so it shadows no rule that does. */
		if (policy->rules[i].log_only && !rule->log_only)
			continue;
		if (vfv_rule_covers(&policy->rules[i], rule, &key, comparisons))
			return &policy->rules[i];
		if (shadow && key != VFV_N_MATCH_KEYS)
			note_partial(&policy->rules[i], rule, key, shadow, comparisons);
	}
	return NULL;
}

static bool add(struct shadow *shadow, const struct vfv_rule *rule)
{
	if (!shadow->first)
		shadow->first = rule;
	shadow->more |= rule != shadow->first;
	return rule;
}

/* Find an earlier rule for each value of the predicate @i. */
static bool find_several(const struct vfv_policy *policy, uint32_t end, size_t i,
			 struct shadow *shadow, unsigned int *comparisons)
{
	const struct vfv_rule *rule = &policy->rules[end], *one;
	const struct vfv_pred *pred = &rule->match.preds[i];
	struct part part;

	shadow->first = NULL;
	shadow->more = false;
	part_init(&part, rule);
	for (size_t v = 0; v < pred->n; v++) {
		const union vfv_value *value = &pred->values[v];
		bool is_range = pred->key == VFV_MATCH_VF;
		uint32_t vf = is_range ? value->range.first : 0,
			 last = is_range ? value->range.last : 0;

		for (; vf <= last; vf = end_of_range(one, vf) + 1) {
			part_choose(&part, i, value, vf);
			one = find_one(policy, &part.rule, end, NULL, comparisons);
			if (!add(shadow, one))
				return false;
		}
	}
	return true;
}

static bool find(const struct vfv_policy *policy, uint32_t i, struct shadow *shadow,
		 unsigned int *comparisons)
{
	const struct vfv_match *match = &policy->rules[i].match;

	shadow->first = find_one(policy, &policy->rules[i], i, shadow, comparisons);
	if (shadow->first)
		return true;
	for (size_t j = 0; j < match->n; j++)
		if (shadow->partial >> match->preds[j].key & 1 &&
		    find_several(policy, i, j, shadow, comparisons))
			return true;
	return false;
}

void vfv_lint_shadows(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	unsigned int comparisons = 0;

	for (uint32_t i = 0; i < policy->n_rules; i++) {
		const struct vfv_rule *rule = &policy->rules[i];
		struct shadow shadow = { 0 };

		if (find(policy, i, &shadow, &comparisons))
			vfv_diag_add(diags, VFV_WARNING, rule->file, rule->line,
				     "rule \"%s\" can never match: shadowed by \"%s\" (%s:%u)%s",
				     rule->name, shadow.first->name, shadow.first->file,
				     shadow.first->line, shadow.more ? " and other rules" : "");
		if (comparisons >= VFV_COMPARISONS_MAX) {
			vfv_diag_add(
				diags, VFV_WARNING, NULL, 0,
				"too many rules or values: not all were checked for shadowing");
			return;
		}
	}
}
