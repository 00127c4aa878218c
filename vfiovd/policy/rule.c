/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdlib.h>

#include "rule.h"

void vfv_rule_done(struct vfv_rule *rule)
{
	vfv_match_done(&rule->match);
	vfv_match_done(&rule->unless);
	free(rule->name);
	free(rule->set_by);
	free(rule->note);
	*rule = (struct vfv_rule){ 0 };
}
