/* SPDX-License-Identifier: GPL-2.0-only */
/* Giving a VF to a driver and taking it away, by the files of sysfs. All of them return 0 or a negative errno. */
#pragma once

#include "cmd.h"
#include "pci.h"

/* @devices is that of cmd_pci_open() everywhere. */

/* The driver that the device has now, "" for none; -ENODEV when there is no such device. */
int cmd_driver_get(int devices, const char *bdf, char driver[static CMD_DRIVER_SIZE]);

/* Only this driver may have the device from now on; "": any that knows it. */
int cmd_override_set(int devices, const char *bdf, const char *driver);

/* Take the device from its driver; 0 as well when it has none. */
int cmd_driver_release(int devices, const char *bdf);

/* Offer the device to the drivers there are. The kernel does not say whether one has taken it. */
int cmd_driver_probe(int devices, const char *bdf);

/**
 * cmd_driver_load - have the module's driver registered with the PCI bus
 *
 * @loaded: set when that was not so before
 *
 * It is modprobe that loads it, so that what /etc/modprobe.d says of the module holds.
 *
 * Return: CMD_OK, or what was reported.
 */
enum cmd_exit cmd_driver_load(const struct cmd *cmd, int devices, bool *loaded);

/* Report that @what, a file of sysfs, could not be written for @bdf. Return: the exit code for it. */
enum cmd_exit cmd_driver_fail(const struct cmd *cmd, const char *bdf, const char *what, int error);
