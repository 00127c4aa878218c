/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints the output of vfiovctl monitor: for each event, a line or a JSON object with the time.
 */
#pragma once

#include "change.h"

/* A VF has changed: @before and @after are as for cmd_changes(). */
void cmd_event_vf(const struct cmd *cmd, enum cmd_change change, const struct vfv_vf *before,
		  const struct vfv_vf *after);

/*
 * The daemon started or exited, or another policy is in force, as @status shows; @event says which
 * of these happened.
 */
void cmd_event_daemon(const struct cmd *cmd, const char *event, const struct vfv_status *status);

/* The module was loaded or unloaded; @text is for people only. */
void cmd_event_module(const struct cmd *cmd, const char *event, const char *text);
