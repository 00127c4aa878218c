/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>

#include "lib/macro.h"
#include "policy/load.h"

#include "fail.h"
#include "summary.h"

enum cmd_exit cmd_drivers_read(const struct cmd *cmd, struct vfv_drivers *drivers)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	int r = vfv_drivers_read(*cmd->root ? cmd->root : NULL, &diags, &files);

	if (r == -ENOMEM || vfv_drivers_new(files.items, files.n, &diags, drivers) < 0)
		return cmd_fail_memory(cmd);
	return CMD_OK;
}

const char *cmd_summary(const struct vfv_drivers *drivers, const char *name, const char *profile)
{
	const struct vfv_driver *driver = vfv_drivers_find(drivers, name);
	int i = driver ? vfv_driver_profile(driver, profile) : -1;

	return i >= 0 && *driver->summaries[i] ? driver->summaries[i] : NULL;
}
