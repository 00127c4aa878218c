/* SPDX-License-Identifier: GPL-2.0-only */
#include "beyond.h"
#include "inventory.h"

void cmd_beyond_count(const struct cmd *cmd, struct cmd_beyond *beyond)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	struct cmd silent = *cmd;

	*beyond = (struct cmd_beyond){ 0 };
	silent.silent = true;
	if (cmd_inventory_read_for(&silent, NULL, 0, false, &inventory) != CMD_OK)
		return;
	for (size_t i = 0; i < inventory.n; i++) {
		beyond->foreign += inventory.items[i].reach == CMD_REACH_FOREIGN;
		beyond->altered += inventory.items[i].reach == CMD_REACH_ALTERED;
	}
}
