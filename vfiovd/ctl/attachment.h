/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads how a VF is attached to the host: the driver it is intended for, and the devices through
 * which a guest gets it.
 */
#pragma once

#include <stdbool.h>

#include "pci.h"

enum { CMD_CDEV_SIZE = 64 };

struct cmd_attachment {
	char override[CMD_DRIVER_SIZE]; /* driver_override, "" if there is none */
	bool override_exists;		/* a driver with that name is registered */
	int iommu_group;		/* -1: none */
	char cdev[CMD_CDEV_SIZE];	/* "/dev/vfio/devices/vfio0", "" if there is none */
};

/**
 * cmd_attachment_read - read the attachment from sysfs
 * @devices: from cmd_pci_open()
 * @dir: the VF's own directory
 *
 * Values that cannot be read are absent.
 */
void cmd_attachment_read(int devices, int dir, struct cmd_attachment *attachment);

/**
 * cmd_override_read - read which driver the device is intended for
 * @override: set to its name, "" if there is none
 *
 * Return: 0 or a negative errno.
 */
int cmd_override_read(int dir, char override[static CMD_DRIVER_SIZE]);

/* Return: true if a driver with that name is registered with the PCI bus. */
bool cmd_driver_exists(int devices, const char *driver);
