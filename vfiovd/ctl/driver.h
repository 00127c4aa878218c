/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Binds and unbinds a VF's driver through sysfs. All functions return 0 or a negative errno, unless
 * stated otherwise.
 */
#pragma once

#include "cmd.h"
#include "pci.h"

/* @devices always comes from cmd_pci_open(). */

/*
 * Get the device's current driver, "" if it has none. Return: -ENODEV if there is no such device.
 */
int cmd_driver_get(int devices, const char *bdf, char driver[static CMD_DRIVER_SIZE]);

/* Allow only this driver for the device from now on; "" allows any matching driver. */
int cmd_override_set(int devices, const char *bdf, const char *driver);

/* Unbind the device from its driver. Return: 0, even if it has none. */
int cmd_driver_release(int devices, const char *bdf);

/* Offer the device to the registered drivers. The kernel does not report whether one took it. */
int cmd_driver_probe(int devices, const char *bdf);

/**
 * cmd_driver_load - load the module unless its driver is registered with the PCI bus
 *
 * @loaded: set to whether the driver was not registered before
 *
 * Uses modprobe, so that the module's settings in /etc/modprobe.d apply.
 *
 * Return: CMD_OK, or the reported error.
 */
enum cmd_exit cmd_driver_load(const struct cmd *cmd, int devices, bool *loaded);

/* Report that @what, a sysfs file, could not be written for @bdf. Return: the exit code for it. */
enum cmd_exit cmd_driver_fail(const struct cmd *cmd, const char *bdf, const char *what, int error);
