/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds all VFs: those that the kernel's family reports and those with another driver. */
#pragma once

#include "vfs.h"

/**
 * cmd_inventory_read - read all VFs from the kernel and from /sys
 *
 * If the family is not available, with --root or in another network namespace, sysfs provides part
 * of the data.
 *
 * Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_inventory_read(struct cmd *cmd, struct cmd_inventory *inventory);

/**
 * cmd_inventory_read_for - read the VFs that @words name
 * @words: the words for cmd_targets_find(), which must be called with the same words;
 *	cmd_targets_read() does both
 * @n: 0 for all VFs
 * @all: also read ids, NUMA node, serial number and attachment, which are not state
 *
 * Return: same as cmd_inventory_read(). Words that name nothing are not reported.
 */
enum cmd_exit cmd_inventory_read_for(struct cmd *cmd, char **words, size_t n, bool all,
				     struct cmd_inventory *inventory);

void cmd_inventory_done(struct cmd_inventory *inventory);
