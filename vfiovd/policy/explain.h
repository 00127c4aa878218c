/* SPDX-License-Identifier: GPL-2.0-only */
/* Explains a decision, rule by rule. */
#pragma once

#include "rule.h"

struct vfv_policy;

enum vfv_outcome {
	VFV_OUTCOME_NO,		 /* does not match */
	VFV_OUTCOME_UNKNOWN,	 /* could not be evaluated, see vfv_policy_decide() */
	VFV_OUTCOME_YES,	 /* matches and decides, unless it has log_only */
	VFV_OUTCOME_NOT_REACHED, /* an earlier rule has decided */
};

/*
 * One rule of the walk. It is valid only during the call, but the rule itself belongs to the
 * policy.
 */
struct vfv_step {
	const struct vfv_rule *rule;
	enum vfv_outcome outcome;
	struct vfv_match_result result; /* for NO and UNKNOWN: why it does not match */
};

/**
 * vfv_policy_explain - walk all rules in order, without the index
 * @take: called for each rule except the default
 *
 * Return: the rule that vfv_policy_decide() finds, which may be the default. It decides unless an
 * earlier rule could not be evaluated.
 */
const struct vfv_rule *vfv_policy_explain(const struct vfv_policy *policy,
					  const struct vfv_facts *facts,
					  void (*take)(const struct vfv_step *step, void *userdata),
					  void *userdata);

/* Write why a rule does not match or could not be evaluated, as "vf: want 0-7, is 9". */
void vfv_step_text(const struct vfv_step *step, const struct vfv_facts *facts, char *text,
		   size_t size);

/* The rule with number @i, or the default if @i is the number of rules. */
const struct vfv_rule *vfv_policy_rule(const struct vfv_policy *policy, size_t i);
