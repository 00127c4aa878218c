/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking for a profile, or for a fresh decision, and getting the answer. */
#pragma once

#include "inventory.h"

struct cmd_ask {
	bool reset; /* a fresh decision by policy; profile and migration are not looked at */
	const char *profile;
	bool migration;
};

/* Open the event socket for the answers. Return: CMD_OK, or what was reported. */
enum cmd_exit cmd_ask_prepare(struct cmd *cmd);

/**
 * cmd_ask - ask for one VF and wait for the answer
 * @vf: as it was before
 * @after: set on CMD_OK to what it is now
 *
 * Return: CMD_OK when it was granted, otherwise what was reported.
 */
enum cmd_exit cmd_ask(struct cmd *cmd, const struct cmd_vf *vf, const struct cmd_ask *ask,
		      struct vfv_vf *after);
