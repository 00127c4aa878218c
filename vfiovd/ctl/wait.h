/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for the daemon's answer, visibly and with a timeout. */
#pragma once

#include "cmd.h"

/* A wait that reports its purpose on stderr if it takes long. */
struct cmd_wait {
	const struct cmd *cmd;
	const char *device;
	const char *what;
	int64_t start_ms;
	int64_t end_ms;
	int shown_s;	  /* -1 while nothing has been shown */
	bool status_told; /* a status event arrived since the start, or events were lost */
};

/* Wait for @cmd->wait_s, or for @default_ms if it was not given. */
void cmd_wait_start(struct cmd_wait *wait, const struct cmd *cmd, const char *device,
		    const char *what, int64_t default_ms);

/**
 * cmd_wait_turn - wait for a short time, or until an event arrives in the vf group
 *
 * The event socket must be open. The events only set @wait->status_told, because the authoritative
 * state comes from vf-get and status-get.
 *
 * Return: false after the timeout.
 */
bool cmd_wait_turn(struct cmd_wait *wait);

/* Clear the displayed line. */
void cmd_wait_end(struct cmd_wait *wait);
