/* SPDX-License-Identifier: GPL-2.0-only */
/* Requests a profile or a new decision, and waits for the answer. */
#pragma once

#include "inventory.h"

struct cmd_ask {
	bool reset; /* request a new decision by the policy; profile and migration are ignored */
	const char *profile;
	bool migration;
};

/* Open the event socket for the answers. Return: CMD_OK, or the reported error. */
enum cmd_exit cmd_ask_prepare(struct cmd *cmd);

/**
 * cmd_ask - make a request for one VF and wait for the answer
 * @vf: its state before the request
 * @after: set on CMD_OK to the VF's new state
 *
 * Return: CMD_OK if it was granted, otherwise the reported error.
 */
enum cmd_exit cmd_ask(struct cmd *cmd, const struct cmd_vf *vf, const struct cmd_ask *ask,
		      struct vfv_vf *after);
