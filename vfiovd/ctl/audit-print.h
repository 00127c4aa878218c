/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <systemd/sd-journal.h>

#include "cmd.h"

/* Print the current entry of @journal, which was written at @us since the epoch. */
void cmd_audit_print(const struct cmd *cmd, sd_journal *journal, uint64_t us);
