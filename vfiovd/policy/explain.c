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
	static const enum vfv_outcome outcomes[] = {
		[VFV_NO] = VFV_OUTCOME_NO,
		[VFV_UNKNOWN] = VFV_OUTCOME_UNKNOWN,
		[VFV_YES] = VFV_OUTCOME_YES,
	};
	const struct vfv_rule *decisive = NULL;

	for (size_t i = 0; i < policy->n_rules; i++) {
		struct vfv_step step = { .rule = &policy->rules[i] };

		if (decisive)
			step.outcome = VFV_OUTCOME_NOT_REACHED;
		else
			step.outcome = outcomes[vfv_rule_match(step.rule, facts, &step.result)];
		if (step.outcome == VFV_OUTCOME_YES && !step.rule->log_only)
			decisive = step.rule;
		take(&step, userdata);
	}
	return decisive ? decisive : &policy->fallback;
}

/* Write the value of the fact that @pred tests. */
static void show_fact(const struct vfv_pred *pred, const struct vfv_facts *facts, char *text,
		      size_t size)
{
	const struct vfv_match_ops *ops = vfv_match_ops[pred->key];
	uint32_t wanted = 0;

	for (size_t i = 0; i < pred->n; i++)
		wanted |= ops->facts(&pred->values[i]);
	/* A PF's address may be known when its name is not. */
	if (wanted & ~facts->known && pred->key != VFV_MATCH_PF)
		snprintf(text, size, "unknown");
	else
		ops->show(facts, text, size);
}

void vfv_step_text(const struct vfv_step *step, const struct vfv_facts *facts, char *text,
		   size_t size)
{
	const struct vfv_pred *pred = step->result.failed;
	char fact[128];

	*text = '\0';
	if (!pred)
		return;
	show_fact(pred, facts, fact, sizeof(fact));
	snprintf(text, size, step->result.negated ? "%s: want not %s, is %s" : "%s: want %s, is %s",
		 vfv_match_ops[pred->key]->name, pred->text, fact);
}
