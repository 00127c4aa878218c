/* SPDX-License-Identifier: GPL-2.0-only */
/* Determines the change of a VF by comparing its old and new state. */
#pragma once

#include "cmd.h"

enum cmd_change {
	CMD_CHANGE_BIND,
	CMD_CHANGE_UNBIND,
	CMD_CHANGE_OPEN,
	CMD_CHANGE_CLOSE,
	CMD_CHANGE_ASKED,   /* a profile was requested */
	CMD_CHANGE_GRANTED, /* the profile was granted */
	CMD_CHANGE_REFUSED,
	CMD_CHANGE_PROFILE, /* its profile, or that of the next open */
	CMD_CHANGE_PENDING, /* the decision that is pending until the close */
	CMD_N_CHANGES,
};

/*
 * Return: all changes as bits (1 << CMD_CHANGE_x). @before is NULL if the VF was not bound, @after
 * is NULL if it is no longer bound. They are not both NULL.
 */
unsigned int cmd_changes(const struct vfv_vf *before, const struct vfv_vf *after);

const char *cmd_change_name(enum cmd_change change);
