/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that only vfiovctl define writes. */
#pragma once

#include "policy/define.h"

#include "cmd.h"

/*
 * The directory of the file, and the lock. Initialise both to -1, and call cmd_store_done() at the
 * end.
 */
struct cmd_store {
	int dir, lock;
};

/* Release the lock. */
void cmd_store_done(struct cmd_store *store);

/**
 * cmd_store_lock - keep others from changing the file
 *
 * The lock is a file that only its owner can open, because anybody who can open a file can lock it.
 *
 * Creates the directory. Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_store_lock(const struct cmd *cmd, struct cmd_store *store);

/**
 * cmd_store_write - replace the file atomically
 * @store: from cmd_store_lock()
 * @ret: set to the policy that is now installed; the caller drops it
 *
 * It does not write a file if the policy would then be invalid for any reason.
 *
 * Return: CMD_OK if the file is on disk, or the reported error.
 */
enum cmd_exit cmd_store_write(const struct cmd *cmd, const struct cmd_store *store,
			      const struct vfv_definitions *definitions, struct vfv_policy **ret);
