/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>

#include "rule.h"

void vfv_rule_init(struct vfv_rule *rule, const struct vfv_drivers *drivers)
{
	rule->profile = drivers->names[0];
	rule->allow = 1;
}

void vfv_rule_done(struct vfv_rule *rule)
{
	vfv_match_done(&rule->match);
	vfv_match_done(&rule->unless);
	free(rule->name);
	free(rule->set_by);
	free(rule->named);
	free(rule->note);
	*rule = (struct vfv_rule){ 0 };
}

bool vfv_rule_may_set(const struct vfv_rule *rule, uint32_t uid)
{
	if (!rule->has_set_by)
		return true;
	for (size_t i = 0; i < rule->n_set_by; i++)
		if (rule->set_by[i] == uid)
			return true;
	for (size_t i = 0; i < rule->n_named; i++)
		if (vfv_named_has(rule->named[i], uid))
			return true;
	return false;
}

const char *vfv_rule_allowed(const struct vfv_drivers *drivers, const struct vfv_rule *rule,
			     size_t n)
{
	for (size_t i = 0; i < drivers->n_names; i++)
		if (rule->allow >> i & 1 && !n--)
			return drivers->names[i];
	return NULL;
}

/* The first predicate that is NO decides; if there is none, the first that is UNKNOWN. */
static enum vfv_truth match_test(const struct vfv_match *match, const struct vfv_facts *facts,
				 const struct vfv_pred **decisive)
{
	enum vfv_truth result = VFV_YES;

	for (size_t i = 0; i < match->n; i++) {
		enum vfv_truth truth = vfv_pred_test(&match->preds[i], facts);

		if (truth >= result)
			continue;
		*decisive = &match->preds[i];
		result = truth;
		if (truth == VFV_NO)
			break;
	}
	return result;
}

enum vfv_truth vfv_rule_match(const struct vfv_rule *rule, const struct vfv_facts *facts,
			      struct vfv_match_result *result)
{
	struct vfv_match_result ignored;
	const struct vfv_pred *failed = NULL;
	enum vfv_truth truth, unless;

	if (!result)
		result = &ignored;
	*result = (struct vfv_match_result){ 0 };
	truth = match_test(&rule->match, facts, &result->failed);
	if (truth == VFV_NO || !rule->unless.n)
		return truth;

	unless = match_test(&rule->unless, facts, &failed);
	if (unless == VFV_YES) {
		result->negated = true;
		result->failed = &rule->unless.preds[rule->unless.n - 1];
		return VFV_NO;
	}
	if (unless == VFV_UNKNOWN && truth == VFV_YES) {
		result->negated = true;
		result->failed = failed;
		return VFV_UNKNOWN;
	}
	return truth;
}

static uint32_t match_facts(const struct vfv_match *match)
{
	uint32_t facts = 0;

	for (size_t i = 0; i < match->n; i++) {
		const struct vfv_pred *pred = &match->preds[i];

		for (size_t j = 0; j < pred->n; j++)
			facts |= vfv_match_ops[pred->key]->facts(&pred->values[j]);
	}
	return facts;
}

uint32_t vfv_rule_facts(const struct vfv_rule *rule)
{
	return match_facts(&rule->match) | match_facts(&rule->unless);
}
