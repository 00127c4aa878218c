/* SPDX-License-Identifier: GPL-2.0-only */
/* What the journal is asked for, and by the same hand the journalctl line for it. */
#pragma once

#include <systemd/sd-journal.h>

#include "policy/bdf.h"

#include "cmd.h"

/* Addresses of VFs, which need not be there any more. Free the items. */
struct cmd_audit_devices {
	char (*items)[VFV_BDF_TEXT];
	size_t n;
};

/**
 * cmd_audit_query - add the matches for what the options in @cmd ask for
 * @line: set to the line for journalctl, which the caller frees
 *
 * Return: 0, -ENOMEM, or what libsystemd said.
 */
int cmd_audit_query(const struct cmd *cmd, const struct cmd_audit_devices *devices,
		    sd_journal *journal, char **line);
