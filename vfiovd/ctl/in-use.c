/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "lib/path.h"

#include "in-use.h"

bool cmd_in_use_unknown(const char *what, int error, char by[static CMD_IN_USE_SIZE])
{
	snprintf(by, CMD_IN_USE_SIZE, "cannot determine whether it is in use: %.64s: %s", what,
		 strerror(error));
	return true;
}

/* The module itself counts all opens, by group and by character device. */
static bool is_open(const struct cmd *cmd, const struct cmd_vf *vf, char by[static CMD_IN_USE_SIZE])
{
	char name[32] = "";

	if (!vf->bound || !vf->vf.open_count)
		return false;
	if (!vfv_has(&vf->vf, VFIOV_A_VF_OPEN_PID)) {
		snprintf(by, CMD_IN_USE_SIZE, "held open by a process");
		return true;
	}
	(void)vfv_path_read(name, sizeof(name), "%s/proc/%u/comm", cmd->root, vf->vf.open_pid);
	if (*name)
		snprintf(by, CMD_IN_USE_SIZE, "held open by %s (process %u)", name,
			 vf->vf.open_pid);
	else
		snprintf(by, CMD_IN_USE_SIZE, "held open by process %u", vf->vf.open_pid);
	return true;
}

bool cmd_in_use(const struct cmd *cmd, const struct cmd_vf *vf, char by[static CMD_IN_USE_SIZE],
		int *hold)
{
	*hold = -1;
	if (!*vf->driver)
		return false;
	if (is_open(cmd, vf, by))
		return true;
	if (vf->reach != CMD_REACH_POLICY || vf->governed)
		return cmd_in_use_vfio(cmd, vf, by, hold);
	return cmd_in_use_net(cmd, vf->vf.bdf, by) || cmd_in_use_block(cmd, vf->vf.bdf, by);
}
