/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

/*
 * The PCIe Device Serial Number in the config space of the device whose directory in sysfs is @dir.
 * Return: 0, with 0 in @serial when it has none; -EACCES when the kernel does not show all of config
 * space, which it does to root only; another negative errno when there is no config space.
 */
int cmd_serial_read(int dir, uint64_t *serial);
