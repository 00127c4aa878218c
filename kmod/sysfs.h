/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SYSFS_H
#define VFIOV_SYSFS_H

#include <linux/sysfs.h>

struct vfiov_vf;

/* The folder vfiov/ of each device that is bound, see Documentation/ABI/testing. */
extern const struct attribute_group *vfiov_sysfs_groups[];

/*
 * Send a change uevent when what the folder shows is not what it was at the last
 * call. Called with vfiov.lock held, for a VF that is bound.
 */
void vfiov_sysfs_changed(struct vfiov_vf *vf);

#endif
