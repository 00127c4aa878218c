/* SPDX-License-Identifier: GPL-2.0-only */
/* Would the policy allow what somebody wants to define? */
#pragma once

#include "policy/policy.h"

#include "cards.h"
#include "place.h"

/**
 * cmd_define_check - find out what the policy says of @want for the VF at @place
 *
 * Of a VF that is not there yet it is refused what no rule that may decide then allows; the rest is
 * decided when it is bound.
 *
 * Return: CMD_OK, or CMD_REFUSED or CMD_UNSUPPORTED, reported.
 */
enum cmd_exit cmd_define_check(const struct cmd *cmd, const struct vfv_policy *policy,
			       const struct cmd_cards *cards, const struct cmd_place *place,
			       const struct vfv_want *want);
