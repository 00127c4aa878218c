/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

/*
 * The PCIe Device Serial Number in the config space of the device whose folder in sysfs is @dir.
 * Return: the number, 0 when there is none, or when the kernel does not show all of config space,
 * which it does to root only.
 */
uint64_t cmd_serial_read(int dir);
