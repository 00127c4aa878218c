/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the driver's attributes of a VF from sysfs (kmod/Documentation/ABI), for when the netlink
 * family is not available.
 */
#pragma once

#include "vfs.h"

/*
 * Fill in the state of @vf, whose driver and directory @dir are known, and mark it as bound. With
 * @all, also fill in the values that are not state. Values that sysfs lacks stay marked as absent.
 * Return: true if the attributes exist.
 */
bool cmd_attributes_read(int dir, bool all, struct cmd_vf *vf);
