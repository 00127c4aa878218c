/* SPDX-License-Identifier: GPL-2.0-only */
#include "cover.h"
#include "lint.h"

enum { VALUE_TEXT = 160 };

static void lint_values(const struct vfv_rule *rule, const char *where,
			const struct vfv_match *match, struct vfv_diags *diags)
{
	for (size_t i = 0; i < match->n; i++) {
		const struct vfv_pred *pred = &match->preds[i];
		const struct vfv_match_ops *ops = vfv_match_ops[pred->key];

		for (size_t j = 0; ops->never && j < pred->n; j++) {
			const char *why = ops->never(&pred->values[j]);
			char text[VALUE_TEXT];

			if (!why)
				continue;
			ops->write(&pred->values[j], text, sizeof(text));
			vfv_diag_add(diags, VFV_WARNING, rule->file, rule->line,
				     "rule \"%s\": %s: %s: \"%s\" can never match: %s", rule->name,
				     where, ops->name, text, why);
		}
	}
}

/* Return: true if some VF with the address @bdf may belong to the PF @pf. */
static bool may_belong(const union vfv_value *bdf, const union vfv_value *pf)
{
	return pf->device.name || (pf->device.bdf.domain == bdf->device.bdf.domain &&
				   !vfv_bdf_equal(pf->device.bdf, bdf->device.bdf));
}

/* A VF is in the PCI domain of its PF, and has another address. */
static bool is_elsewhere(const struct vfv_match *match, unsigned int *comparisons)
{
	const struct vfv_pred *bdf = vfv_match_find(match, VFV_MATCH_BDF);
	const struct vfv_pred *pf = vfv_match_find(match, VFV_MATCH_PF);

	if (!bdf || !pf)
		return false;
	for (size_t i = 0; i < bdf->n; i++)
		for (size_t j = 0; j < pf->n; j++)
			if (++*comparisons >= VFV_COMPARISONS_MAX ||
			    may_belong(&bdf->values[i], &pf->values[j]))
				return false;
	return true;
}

static const char *contradiction(const struct vfv_rule *rule, unsigned int *comparisons)
{
	if (rule->unless.n && vfv_match_covers(&rule->unless, &rule->match, comparisons))
		return "its \"not\" excludes everything that it matches";
	if (is_elsewhere(&rule->match, comparisons))
		return "no VF of this pf can have this bdf";
	return NULL;
}

void vfv_lint_unmatched(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	unsigned int comparisons = 0;

	for (size_t i = 0; i < policy->n_rules; i++) {
		const struct vfv_rule *rule = &policy->rules[i];
		const char *why = contradiction(rule, &comparisons);

		lint_values(rule, "match", &rule->match, diags);
		lint_values(rule, "match: not", &rule->unless, diags);
		if (why)
			vfv_diag_add(diags, VFV_WARNING, rule->file, rule->line,
				     "rule \"%s\" can never match: %s", rule->name, why);
	}
}
