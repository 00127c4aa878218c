/* SPDX-License-Identifier: GPL-2.0-only */
/* Having the daemon read the policy's files again. */
#pragma once

#include "cmd.h"

/* What came of it. */
struct cmd_taken {
	uint64_t before; /* generation that was in force, 0 for none */
	struct vfv_status status;
};

/**
 * cmd_take - tell the daemon to read the files, and wait until it has
 * @hash: of the policy that the files make, which the caller has found without errors; NULL when
 *	they have some
 *
 * Return: CMD_OK when that policy is in force, or with NULL when the daemon has found errors too;
 * otherwise what was reported.
 */
enum cmd_exit cmd_take(struct cmd *cmd, const char *hash, struct cmd_taken *taken);

/**
 * cmd_tell - tell a daemon that cannot be asked what it has taken
 * @pid: of a vfiovd that waits, for the module or for another owner to leave
 *
 * Return: CMD_OK when it was told; otherwise what was reported.
 */
enum cmd_exit cmd_tell(struct cmd *cmd, pid_t pid);

/* Does @pid answer for the module? Not so without a module, or when its number cannot be compared. */
bool cmd_is_owner(struct cmd *cmd, pid_t pid);
