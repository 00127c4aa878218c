/* SPDX-License-Identifier: GPL-2.0-only */
/* How many VFs can be given to guests without the policy. */
#pragma once

#include "cmd.h"

struct cmd_beyond {
	unsigned int foreign, altered; /* as CMD_REACH_FOREIGN and CMD_REACH_ALTERED */
};

/* Of all VFs that there are; none when that cannot be seen. */
void cmd_beyond_count(const struct cmd *cmd, struct cmd_beyond *beyond);
