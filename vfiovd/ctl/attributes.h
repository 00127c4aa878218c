/* SPDX-License-Identifier: GPL-2.0-only */
/* What the driver says of a VF in sysfs (kmod/Documentation/ABI), for where its family cannot be asked. */
#pragma once

#include "vfs.h"

/*
 * Fill the state of @vf, which has our driver and the directory @dir, and mark it as bound; with @all
 * also what is no state. What sysfs does not tell stays marked as absent. Return: whether the
 * attributes are there.
 */
bool cmd_attributes_read(int dir, bool all, struct cmd_vf *vf);
