/* SPDX-License-Identifier: GPL-2.0-only */
#include "define-check.h"
#include "facts.h"
#include "fail.h"

enum cmd_exit cmd_define_check(const struct cmd *cmd, const struct vfv_policy *policy,
			       const struct cmd_cards *cards, const struct cmd_place *place,
			       const struct vfv_want *want)
{
	struct vfv_words can = { .n = 0 };
	struct vfv_decision decision;
	struct vfv_names names;
	struct vfv_facts facts;
	struct cmd_error about = { .device = place->text, .rule = decision.label };
	enum cmd_exit code;
	bool assumed;

	if (!place->vf) {
		(void)vfv_words_add(&can, want->profile);
		cmd_facts_absent(cmd, policy, cards, place->pf, place->index, &can, &names,
				 &facts);
		if (vfv_policy_may_set(policy, &facts, want, &decision))
			return CMD_OK;
	} else {
		code = cmd_facts(cmd, policy, place->vf, &facts, &assumed);
		if (code != CMD_OK)
			return code;
		vfv_policy_decide_set(policy, &facts, want, &decision);
		if (decision.verdict == VFIOV_VERDICT_GRANT)
			return CMD_OK;
	}
	return cmd_fail(cmd, decision.why == VFV_WHY_UNAVAILABLE ? CMD_UNSUPPORTED : CMD_REFUSED,
			&about, "%s", decision.reason);
}
