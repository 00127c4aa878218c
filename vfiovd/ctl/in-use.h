/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds what uses a VF and would be harmed if the VF were unbound. */
#pragma once

#include "inventory.h"

enum { CMD_IN_USE_SIZE = 256 };

/* Report a VF whose use cannot be determined, which counts as in use. Return: true. */
bool cmd_in_use_unknown(const char *what, int error, char by[static CMD_IN_USE_SIZE]);

/* Each function checks one kind of use, and sets @by to the user. Return: true if it is in use. */
bool cmd_in_use_net(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE]);
bool cmd_in_use_block(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE]);
/* @hold: set to a descriptor that keeps others from opening the VF's group, or to -1 */
bool cmd_in_use_vfio(const struct cmd *cmd, const struct cmd_vf *vf,
		     char by[static CMD_IN_USE_SIZE], int *hold);

/**
 * cmd_in_use - check whether the host or a guest uses the VF
 * @vf: the VF, with its attachment
 * @by: set to what uses it, as in "interface eth5 is up"
 * @hold: as above; the caller closes it after it has unbound the VF
 */
bool cmd_in_use(const struct cmd *cmd, const struct cmd_vf *vf, char by[static CMD_IN_USE_SIZE],
		int *hold);
