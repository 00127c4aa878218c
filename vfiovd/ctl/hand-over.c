/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"

#include "fail.h"
#include "hand-over.h"
#include "in-use.h"

/* Do not report errors, because this handles an error that has already been reported. */
void cmd_hand_back(int devices, const struct cmd_vf *vf)
{
	(void)cmd_driver_release(devices, vf->vf.bdf);
	(void)cmd_override_set(devices, vf->vf.bdf, vf->attachment.override);
	if (*vf->driver)
		(void)cmd_driver_probe(devices, vf->vf.bdf);
}

static enum cmd_exit fail_in_use(const struct cmd *cmd, const struct cmd_vf *vf, const char *by)
{
	const struct cmd_error about = { .device = vf->vf.bdf };

	return cmd_fail(cmd, CMD_BUSY, &about, "in use: %s", by);
}

/* If the first step fails, nothing has changed. */
static enum cmd_exit move(const struct cmd *cmd, int devices, const struct cmd_vf *vf,
			  const char *override)
{
	const char *bdf = vf->vf.bdf;
	int r = cmd_override_set(devices, bdf, override);

	if (r < 0)
		return cmd_driver_fail(cmd, bdf, "driver_override", r);
	r = cmd_driver_release(devices, bdf);
	if (r < 0) {
		(void)cmd_override_set(devices, bdf, vf->attachment.override);
		return cmd_driver_fail(cmd, bdf, "driver/unbind", r);
	}
	r = cmd_driver_probe(devices, bdf);
	if (r < 0) {
		cmd_hand_back(devices, vf);
		return cmd_driver_fail(cmd, bdf, "/sys/bus/pci/drivers_probe", r);
	}
	return CMD_OK;
}

enum cmd_exit cmd_hand_over(const struct cmd *cmd, int devices, const struct cmd_vf *vf,
			    const char *override, char driver[static CMD_DRIVER_SIZE])
{
	_cleanup_close_ int hold = -1;
	char by[CMD_IN_USE_SIZE];
	enum cmd_exit code;
	int r;

	if (cmd_in_use(cmd, vf, by, &hold))
		return fail_in_use(cmd, vf, by);
	code = move(cmd, devices, vf, override);
	if (code != CMD_OK)
		return code;
	r = cmd_driver_get(devices, vf->vf.bdf, driver);
	return r < 0 ? cmd_driver_fail(cmd, vf->vf.bdf, "driver", r) : CMD_OK;
}
