/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "explain.h"
#include "state.h"

const struct vfv_rule *vfv_policy_rule(const struct vfv_policy *policy, size_t i)
{
	return i < policy->n_rules ? &policy->rules[i] : &policy->fallback;
}

const struct vfv_rule *vfv_policy_explain(const struct vfv_policy *policy,
					  const struct vfv_facts *facts,
					  void (*take)(const struct vfv_step *step, void *userdata),
					  void *userdata)
{
	const struct vfv_rule *decisive = NULL;

	for (size_t i = 0; i < policy->n_rules; i++) {
		struct vfv_step step = { .rule = &policy->rules[i] };

		if (decisive) {
			step.outcome = VFV_OUTCOME_NOT_REACHED;
		} else if (vfv_rule_match(step.rule, facts, &step.result)) {
			step.outcome = VFV_OUTCOME_YES;
			decisive = step.rule;
		}
		take(&step, userdata);
	}
	return decisive ? decisive : &policy->fallback;
}

void vfv_step_text(const struct vfv_step *step, const struct vfv_facts *facts, char *text,
		   size_t size)
{
	const struct vfv_pred *pred = step->result.failed;
	const struct vfv_match_ops *ops;
	char fact[128];

	*text = '\0';
	if (step->outcome != VFV_OUTCOME_NO || !pred)
		return;
	ops = vfv_match_ops[pred->key];
	ops->show(facts, fact, sizeof(fact));
	snprintf(text, size,
		 step->result.negated ? "%s: not %s wanted, is %s" : "%s: want %s, is %s",
		 ops->name, pred->text, fact);
}
