/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The differences between two policies, or between a policy and the VFs' current state, on this host
 * or on others.
 */
#pragma once

#include <jansson.h>

#include "policy/policy.h"

#include "cmd.h"

/* The differences as JSON, from which the text is also made. */
struct cmd_diff {
	const struct vfv_policy *before; /* NULL means the VFs' current state */
	const struct vfv_policy *after;
	json_t *settings, *rules, *defined, *vfs, *beyond; /* arrays */
	json_t *hosts; /* the hosts that were read; NULL if the VFs are those of this host */
};

/* Compare settings, rules and definitions of the two policies. */
void cmd_policy_diff_files(struct cmd_diff *diff);

/* Compare the VFs of this host; @done is set if there is something to print. */
enum cmd_exit cmd_policy_diff_here(struct cmd *cmd, struct cmd_diff *diff, bool *done);

/* Compare the VFs of the hosts whose inventories cmd->inventory names. */
enum cmd_exit cmd_policy_diff_there(const struct cmd *cmd, struct cmd_diff *diff);

void cmd_policy_diff_print(const struct cmd *cmd, const struct cmd_diff *diff);
