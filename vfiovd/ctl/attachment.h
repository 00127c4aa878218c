/* SPDX-License-Identifier: GPL-2.0-only */
/* How a VF hangs on the host: which driver it is meant for, and by what a guest gets it. */
#pragma once

#include <stdbool.h>

#include "pci.h"

enum { CMD_CDEV_SIZE = 64 };

struct cmd_attachment {
	char override[CMD_DRIVER_SIZE]; /* driver_override, "" for none */
	bool override_exists;		/* a driver of that name is registered */
	int iommu_group;		/* -1: none */
	char cdev[CMD_CDEV_SIZE];	/* "/dev/vfio/devices/vfio0", "" for none */
};

/**
 * cmd_attachment_read - read it from sysfs
 * @devices: of cmd_pci_open()
 * @dir: the VF's own directory
 *
 * What cannot be read is not there.
 */
void cmd_attachment_read(int devices, int dir, struct cmd_attachment *attachment);

/**
 * cmd_override_read - which driver the device is meant for
 * @override: set to its name, "" for none
 *
 * Return: 0 or a negative errno.
 */
int cmd_override_read(int dir, char override[static CMD_DRIVER_SIZE]);

/* Is a driver of that name registered with the PCI bus? */
bool cmd_driver_exists(int devices, const char *driver);
