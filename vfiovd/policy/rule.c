/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>

#include "rule.h"

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
