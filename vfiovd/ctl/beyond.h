/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts the VFs that can be given to guests without the policy. */
#pragma once

#include "cmd.h"

struct cmd_beyond {
	unsigned int foreign, altered; /* the numbers of CMD_REACH_FOREIGN and CMD_REACH_ALTERED */
};

/* Examines all existing VFs; the counts are 0 if they cannot be seen. */
void cmd_beyond_count(const struct cmd *cmd, struct cmd_beyond *beyond);
