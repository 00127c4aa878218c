/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between two policies, or between a policy and what the VFs are now. */
#pragma once

#include <jansson.h>

#include "policy/policy.h"

#include "cmd.h"

/* As JSON, which the text is made of as well. */
struct cmd_diff {
	const struct vfv_policy *before; /* NULL: what the VFs are now */
	const struct vfv_policy *after;
	json_t *settings, *rules, *defined, *vfs, *beyond; /* arrays */
};

void cmd_policy_diff_print(const struct cmd *cmd, const struct cmd_diff *diff);
