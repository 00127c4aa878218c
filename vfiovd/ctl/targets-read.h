/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the VFs that the command line names. */
#pragma once

#include <stdbool.h>

#include "inventory.h"
#include "target.h"

/**
 * cmd_targets_read - read the VFs that @words name, and find them
 * @n: 0 for all VFs
 * @all: as for cmd_inventory_read_for()
 * @inventory: borrowed by @targets
 *
 * Return: CMD_OK, or the reported error. Free both in any case.
 */
enum cmd_exit cmd_targets_read(struct cmd *cmd, char **words, size_t n, bool all,
			       struct cmd_inventory *inventory, struct cmd_targets *targets);
