/* SPDX-License-Identifier: GPL-2.0-only */
/* What uses a VF, so that it cannot be taken from its driver without harm. */
#pragma once

#include "inventory.h"

enum { CMD_IN_USE_SIZE = 256 };

/* For one whose use cannot be told, which is not taken either. Return: true. */
bool cmd_in_use_unknown(const char *what, int error, char by[static CMD_IN_USE_SIZE]);

/* Each looks at one kind of use, and says by what in @by. Return: whether there is any. */
bool cmd_in_use_net(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE]);
bool cmd_in_use_block(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE]);
/* @hold: set to a descriptor that keeps others from opening the VF's group, -1 for none */
bool cmd_in_use_vfio(const struct cmd *cmd, const struct cmd_vf *vf,
		     char by[static CMD_IN_USE_SIZE], int *hold);

/**
 * cmd_in_use - is the VF in use, by the host or by a guest?
 * @vf: with its attachment
 * @by: set to what uses it, as in "its interface eth5 is up"
 * @hold: as above; the caller closes it when the VF has been taken from its driver
 */
bool cmd_in_use(const struct cmd *cmd, const struct cmd_vf *vf, char by[static CMD_IN_USE_SIZE],
		int *hold);
