/* SPDX-License-Identifier: GPL-2.0-only */
/* Builds the journal matches and the equivalent journalctl command. */
#pragma once

#include <systemd/sd-journal.h>

#include "policy/bdf.h"

#include "cmd.h"

/* Addresses of VFs, which may no longer exist. The caller frees the items. */
struct cmd_audit_devices {
	char (*items)[VFV_BDF_TEXT];
	size_t n;
};

/**
 * cmd_audit_query - add the matches for the options in @cmd
 * @line: set to the journalctl command, which the caller frees
 *
 * Return: 0, -ENOMEM, or libsystemd's error.
 */
int cmd_audit_query(const struct cmd *cmd, const struct cmd_audit_devices *devices,
		    sd_journal *journal, char **line);
