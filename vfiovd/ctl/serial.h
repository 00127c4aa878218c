/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

/*
 * Read the PCIe Device Serial Number from the config space of the device with the sysfs directory
 * @dir.
 * Return: 0, with 0 in @serial if it has none; -EACCES if the kernel does not show all of config
 * space, which only root may read; another negative errno if there is no config space.
 */
int cmd_serial_read(int dir, uint64_t *serial);
