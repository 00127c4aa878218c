/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGION_H
#define VFIOV_REGION_H

#include <linux/types.h>

struct vfio_device;
struct vfio_region_info;

/*
 * Answer VFIO_DEVICE_GET_REGION_INFO for a region of this driver, see compat.h.
 * Return: false if the region belongs to the core.
 */
bool vfiov_vf_region_info(struct vfio_device *vdev, struct vfio_region_info *info);

#endif
