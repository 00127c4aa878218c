/* SPDX-License-Identifier: GPL-2.0-only */
#include "targets-read.h"

enum cmd_exit cmd_targets_read(struct cmd *cmd, char **words, size_t n, bool all,
			       struct cmd_inventory *inventory, struct cmd_targets *targets)
{
	enum cmd_exit code = cmd_inventory_read_for(cmd, words, n, all, inventory);

	return code == CMD_OK ? cmd_targets_find(cmd, inventory, words, n, targets) : code;
}
