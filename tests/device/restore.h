/* SPDX-License-Identifier: GPL-2.0-only */
/* Restoring a VF from device parts (virtio 1.4, Device parts). */
#pragma once

#include "device.h"

/* Returns what is wrong with a part for this VF, or NULL. */
const char *vfdev_restore_check(struct vfdev_vf *vf, const struct vfdev_part *part);
/* Returns whether the part is optional and the VF lacks it. */
bool vfdev_restore_ignores(struct vfdev_vf *vf, const struct vfdev_part *part);
/* Applies the parts to the device. */
void vfdev_restore(struct vfdev_vf *vf, const struct vfdev_parts *parts);
