/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "in-use.h"
#include "process-find.h"

/* VFIO's newer interface, if the kernel has it: a character device for each device. */
static bool by_cdev(const struct cmd *cmd, const struct cmd_vf *vf, char by[static CMD_IN_USE_SIZE])
{
	const char *cdev = vf->attachment.cdev;
	char process[CMD_PROCESS_TEXT];
	dev_t device;

	if (!*cdev ||
	    !cmd_device_number(&device, "%s/sys/bus/pci/devices/%s/vfio-dev/%s/dev", cmd->root,
			       vf->vf.bdf, strrchr(cdev, '/') + 1) ||
	    !cmd_process_find(cmd->root, false, device, process))
		return false;
	snprintf(by, CMD_IN_USE_SIZE, "%s is held open by %s", cdev, process);
	return true;
}

/*
 * A group can be opened only once, and an open device keeps it open. So opening it is more reliable
 * than searching for the opener, and while it is open, no other process can open a device.
 */
static bool by_group(const struct cmd *cmd, const struct cmd_vf *vf,
		     char by[static CMD_IN_USE_SIZE], int *hold)
{
	int group = vf->attachment.iommu_group;
	char process[CMD_PROCESS_TEXT], path[PATH_MAX];
	dev_t device;

	if (group < 0 ||
	    snprintf(path, sizeof(path), "%s/dev/vfio/%d", cmd->root, group) >= PATH_MAX)
		return false;
	*hold = open(path, O_RDWR | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (*hold >= 0 || errno == ENOENT)
		return false;
	if (errno != EBUSY)
		return cmd_in_use_unknown(path, errno, by);
	if (cmd_device_number(&device, "%s/sys/class/vfio/%d/dev", cmd->root, group) &&
	    cmd_process_find(cmd->root, false, device, process))
		snprintf(by, CMD_IN_USE_SIZE, "VFIO group %d is held open by %s", group, process);
	else
		snprintf(by, CMD_IN_USE_SIZE, "VFIO group %d is open", group);
	return true;
}

bool cmd_in_use_vfio(const struct cmd *cmd, const struct cmd_vf *vf,
		     char by[static CMD_IN_USE_SIZE], int *hold)
{
	return by_cdev(cmd, vf, by) || by_group(cmd, vf, by, hold);
}
