/* SPDX-License-Identifier: GPL-2.0-only */
/* Opens the journal that the verbs read. */
#pragma once

#include <systemd/sd-journal.h>

#include "cmd.h"

/**
 * cmd_journal_open - open the journal that the options name, or the system's
 *
 * Return: 0 or a negative errno: -EINVAL if --journal is neither a directory nor a file; -ENODATA
 * if there is no readable journal.
 */
int cmd_journal_open(const struct cmd *cmd, sd_journal **ret);

/* Return: the value of a field, which the caller frees; NULL if the entry has none. */
char *cmd_journal_field(sd_journal *journal, const char *name);
