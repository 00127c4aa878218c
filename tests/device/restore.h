/* SPDX-License-Identifier: GPL-2.0-only */
/* Making a VF what device parts say (virtio 1.4, Device parts). */
#pragma once

#include "device.h"

/* What is wrong with a part for this VF, or NULL. */
const char *vfdev_restore_check(struct vfdev_vf *vf, const struct vfdev_part *part);
/* Whether it is optional and nothing that this VF has. */
bool vfdev_restore_ignores(struct vfdev_vf *vf, const struct vfdev_part *part);
/* The device becomes what the parts say. */
void vfdev_restore(struct vfdev_vf *vf, const struct vfdev_parts *parts);
