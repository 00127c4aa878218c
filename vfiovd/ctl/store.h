/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that vfiovctl define writes, and nobody else. */
#pragma once

#include "policy/define.h"

#include "cmd.h"

/* The directory of the file, and the lock. Both are -1 at the start, cmd_store_done() at the end. */
struct cmd_store {
	int dir, lock;
};

/* Ends the lock. */
void cmd_store_done(struct cmd_store *store);

/**
 * cmd_store_lock - keep others from changing the file meanwhile
 *
 * The lock is a file that only its owner can open: whoever can open a file can lock it.
 *
 * Makes the directory. Return: CMD_OK, or what was reported.
 */
enum cmd_exit cmd_store_lock(const struct cmd *cmd, struct cmd_store *store);

/**
 * cmd_store_write - put a new file in the place of the old one, whole or not at all
 * @store: of cmd_store_lock()
 * @ret: set to the policy that is the installed one now; the caller drops it
 *
 * A file that would make the policy invalid, whatever the reason, is not written.
 *
 * Return: CMD_OK when it is on the disk, or what was reported.
 */
enum cmd_exit cmd_store_write(const struct cmd *cmd, const struct cmd_store *store,
			      const struct vfv_definitions *definitions, struct vfv_policy **ret);
