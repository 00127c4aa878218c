/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stopping and resuming a VF (MODE_SET). A stopped VF answers register accesses, but does not
 * access memory and sends no interrupts. It ignores notifications; when it is resumed it checks all
 * its queues.
 */
#pragma once

#include "device.h"

void vfdev_stop_init(struct vfdev_vf *vf);
void vfdev_stop_exit(struct vfdev_vf *vf);

/* Both functions do nothing if the VF is already in that state. */
void vfdev_vf_stop(struct vfdev_vf *vf);
void vfdev_vf_resume(struct vfdev_vf *vf);
/* The function was reset: ends the stop and drops what is staged. */
void vfdev_stop_reset(struct vfdev_vf *vf);
/*
 * Turns a subclass of a stock VirtIODevice into the device of a VF: a reset by the driver drops
 * staged parts.
 */
void vfdev_vf_device_class_init(ObjectClass *klass, void *data);
/* Called after anything that may have restarted the virtio device. */
void vfdev_stop_again(struct vfdev_vf *vf);
