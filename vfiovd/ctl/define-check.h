/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks whether the policy would allow a definition. */
#pragma once

#include "policy/policy.h"

#include "cards.h"
#include "place.h"

/**
 * cmd_define_check - check @want for the VF at @place against the policy
 *
 * For a VF that does not exist yet, it refuses a profile only if no rule that may decide later
 * allows it. Otherwise the decision is made at bind.
 *
 * Return: CMD_OK, or CMD_REFUSED or CMD_UNSUPPORTED, reported.
 */
enum cmd_exit cmd_define_check(const struct cmd *cmd, const struct vfv_policy *policy,
			       const struct cmd_cards *cards, const struct cmd_place *place,
			       const struct vfv_want *want);
