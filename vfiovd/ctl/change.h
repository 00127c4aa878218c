/* SPDX-License-Identifier: GPL-2.0-only */
/* What has happened to a VF, from what it was and what it is. */
#pragma once

#include "cmd.h"

enum cmd_change {
	CMD_CHANGE_BIND,
	CMD_CHANGE_UNBIND,
	CMD_CHANGE_OPEN,
	CMD_CHANGE_CLOSE,
	CMD_CHANGE_ASKED,   /* somebody asked for a profile */
	CMD_CHANGE_GRANTED, /* he got it */
	CMD_CHANGE_REFUSED,
	CMD_CHANGE_PROFILE, /* what it is, or would be at the next open */
	CMD_CHANGE_PENDING, /* what waits for close */
	CMD_N_CHANGES,
};

/*
 * All changes as bits (1 << CMD_CHANGE_x). @before NULL: it was not bound, @after
 * NULL: it is not any more; not both.
 */
unsigned int cmd_changes(const struct vfv_vf *before, const struct vfv_vf *after);

const char *cmd_change_name(enum cmd_change change);
