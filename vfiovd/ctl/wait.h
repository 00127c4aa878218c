/* SPDX-License-Identifier: GPL-2.0-only */
/* Waiting for the daemon's answer, visibly and not for ever. */
#pragma once

#include "cmd.h"

/* A wait that says on stderr what it is for once it lasts. */
struct cmd_wait {
	const struct cmd *cmd;
	const char *device;
	const char *what;
	int64_t start_ms;
	int64_t end_ms;
	int shown_s;	  /* -1 while nothing was shown */
	bool status_told; /* the kernel has told its status since the start, or what it told was lost */
};

/* @cmd->wait_s, or @default_ms when it was not said. */
void cmd_wait_start(struct cmd_wait *wait, const struct cmd *cmd, const char *device,
		    const char *what, int64_t default_ms);

/**
 * cmd_wait_turn - let some time pass, or less when the kernel rings the vf group
 *
 * The event socket must have been opened. Of what it says only @wait->status_told
 * is kept, because the truth is in vf-get and status-get.
 *
 * Return: false when the time is over.
 */
bool cmd_wait_turn(struct cmd_wait *wait);

/* Clean up what was shown. */
void cmd_wait_end(struct cmd_wait *wait);
