/* SPDX-License-Identifier: GPL-2.0-only */
/* Summaries of profiles, as their drivers declare them. */
#pragma once

#include "policy/drivers.h"

#include "cmd.h"

/*
 * Read the declarations of drivers. "policy check" reports a declaration with errors; here it is
 * ignored. Call vfv_drivers_done() at the end. Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_drivers_read(const struct cmd *cmd, struct vfv_drivers *drivers);

/* The summary of a profile of the driver @name; NULL if there is none. */
const char *cmd_summary(const struct vfv_drivers *drivers, const char *name, const char *profile);
