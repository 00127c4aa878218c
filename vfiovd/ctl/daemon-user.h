/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the user and the groups with which the installed unit runs the daemon. */
#pragma once

#include "policy/readable.h"

#include "cmd.h"

/*
 * Read the unit and its drop-ins. Call cmd_daemon_user_done() at the end, even after a failure.
 *
 * Return: 0; -ENOENT if no unit is installed. If the unit's user does not exist, the result is a
 * user without any group.
 */
int cmd_daemon_user_find(const struct cmd *cmd, struct vfv_reader *reader);

void cmd_daemon_user_done(struct vfv_reader *reader);
