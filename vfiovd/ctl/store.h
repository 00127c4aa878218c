/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that vfiovctl define writes, and nobody else. */
#pragma once

#include "policy/define.h"

#include "cmd.h"

/**
 * cmd_store_lock - keep others from changing the file meanwhile
 * @lock: set to a descriptor that the caller closes, which ends the lock
 *
 * Makes the directory. Return: CMD_OK, or what was reported.
 */
enum cmd_exit cmd_store_lock(const struct cmd *cmd, int *lock);

/**
 * cmd_store_write - put a new file in the place of the old one, whole or not at all
 * @lock: of cmd_store_lock()
 * @ret: set to the policy that is the installed one now; the caller drops it
 *
 * A file that would make the policy invalid, whatever the reason, is not written.
 *  * Return: CMD_OK when it is on the disk, or what was reported.
 */
enum cmd_exit cmd_store_write(const struct cmd *cmd, int lock,
			      const struct vfv_definitions *definitions,
			      struct vfv_policy **ret);
