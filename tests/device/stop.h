/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stopping and resuming a VF (MODE_SET). A stopped VF answers register accesses and takes part in
 * nothing else: no access to memory, no interrupt. A notification is accepted and has no effect; when
 * the VF is resumed it looks at all of its queues.
 */
#pragma once

#include "device.h"

void vfdev_stop_init(struct vfdev_vf *vf);
void vfdev_stop_exit(struct vfdev_vf *vf);

/* Both do nothing when it is so already. */
void vfdev_vf_stop(struct vfdev_vf *vf);
void vfdev_vf_resume(struct vfdev_vf *vf);
/* The function was reset: it is not stopped, and nothing is staged. */
void vfdev_stop_reset(struct vfdev_vf *vf);
/* For a subclass of a stock VirtIODevice, to be that of a VF: a reset by the driver takes parts away. */
void vfdev_vf_device_class_init(ObjectClass *klass, void *data);
/* After something that may have let the virtio device go on. */
void vfdev_stop_again(struct vfdev_vf *vf);
