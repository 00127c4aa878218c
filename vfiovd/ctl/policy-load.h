/* SPDX-License-Identifier: GPL-2.0-only */
/* Loads the policy's files for the verbs that read them. */
#pragma once

#include "policy/load.h"

#include "cmd.h"

/**
 * cmd_policy_load - load the policy that is installed below cmd->root
 * @ret: the caller drops it; set on CMD_OK only
 *
 * Return: CMD_OK, or CMD_POLICY with all errors reported.
 */
enum cmd_exit cmd_policy_load(const struct cmd *cmd, struct vfv_policy **ret);

/*
 * Like cmd_policy_load(), but with @defined, of @size bytes, in place of the file that vfiovctl
 * define writes; NULL means that file.
 */
enum cmd_exit cmd_policy_load_with(const struct cmd *cmd, const char *defined, size_t size,
				   struct vfv_policy **ret);

/* Print all of @diags to @file, one per line. */
void cmd_policy_print_diags(FILE *file, const struct cmd *cmd, const struct vfv_diags *diags);

cmd_verb_fn cmd_policy_check, cmd_policy_diff, cmd_policy_reload, cmd_policy_show;
