/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding all VFs that there are: those of the kernel's family and those that have another driver. */
#pragma once

#include "vfs.h"

/**
 * cmd_inventory_read - look at the kernel and at /sys
 *
 * Where the family cannot be asked, with --root or in another network namespace, sysfs tells
 * part of it.
 *
 * Return: CMD_OK, or what it failed with and has reported.
 */
enum cmd_exit cmd_inventory_read(struct cmd *cmd, struct cmd_inventory *inventory);

/**
 * cmd_inventory_read_for - the same for those VFs that @words name
 * @words: for cmd_targets_find(), which is to be called with the same ones
 * @n: 0 for all VFs
 * @all: ids, NUMA node, serial number and attachment as well, which are no state
 *
 * Return: as cmd_inventory_read(); words that name nothing are not reported here.
 */
enum cmd_exit cmd_inventory_read_for(struct cmd *cmd, char **words, size_t n, bool all,
				     struct cmd_inventory *inventory);

void cmd_inventory_done(struct cmd_inventory *inventory);
