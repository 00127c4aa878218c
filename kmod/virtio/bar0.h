/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_BAR0_H
#define VFIOV_BAR0_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_bar0_init(struct vfiov_vf *vf);

/*
 * Set up BAR0 at open, with the device enabled. Reads the device's features, which determine the
 * length of the device config.
 * Return: 0 or an error of vfiov_admin_rw().
 */
int vfiov_bar0_open(struct vfiov_vf *vf);

/**
 * vfiov_bar0_read() - handle a read of region 0 by user space
 * @vf: an open VF that is not native
 * @buf: user memory
 * @count: bytes, not 0
 * @pos: offset in the region
 *
 * Return: @count; -EINVAL if the access exceeds the region, -EIO while I/O decode is off or the
 * function is not in D0, -EFAULT, or an error of vfiov_admin_rw().
 */
ssize_t vfiov_bar0_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos);

/* Same as vfiov_bar0_read(), for a write. */
ssize_t vfiov_bar0_write(struct vfiov_vf *vf, const char __user *buf, size_t count, loff_t pos);

#endif
