/* SPDX-License-Identifier: GPL-2.0-only */
/* The differences between two policies, or between a policy and the VFs' current state. */
#pragma once

#include <jansson.h>

#include "policy/policy.h"

#include "cmd.h"

/* Return: the differences as JSON, which is also the source of the text. */
struct cmd_diff {
	const struct vfv_policy *before; /* NULL: the VFs' current state */
	const struct vfv_policy *after;
	json_t *settings, *rules, *defined, *vfs, *beyond; /* arrays */
};

void cmd_policy_diff_print(const struct cmd *cmd, const struct cmd_diff *diff);
