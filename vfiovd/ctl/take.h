/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes the daemon reread the policy's files. */
#pragma once

#include "cmd.h"

/* The result. */
struct cmd_taken {
	uint64_t before; /* generation of the policy that was in force, 0 if there was none */
	struct vfv_status status;
};

/**
 * cmd_take - tell the daemon to read the files, and wait until it has
 * @hash: hash of the policy in the files; NULL if the caller has found errors in them
 *
 * Return: CMD_OK if that policy is in force or, if @hash is NULL, if the daemon has also found
 * errors; otherwise the reported error.
 */
enum cmd_exit cmd_take(struct cmd *cmd, const char *hash, struct cmd_taken *taken);

/**
 * cmd_signal - notify a daemon that cannot be queried for its policy
 * @pid: PID of a vfiovd that is waiting for the module, or for another owner to exit
 *
 * Return: CMD_OK if it was notified; otherwise the reported error.
 */
enum cmd_exit cmd_signal(struct cmd *cmd, pid_t pid);

/* Return: true if @pid is the owner; false without a module, or if PIDs cannot be compared. */
bool cmd_is_owner(struct cmd *cmd, pid_t pid);
