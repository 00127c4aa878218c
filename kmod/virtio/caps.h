/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CAPS_H
#define VFIOV_CAPS_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * Hide the capabilities of the open VF in which virtio describes its modern interface
 * (virtio 1.3 section 4.1.4); vendor capabilities of other types are shown.
 * Return: 0, or -E2BIG when there are too many.
 */
int vfiov_caps_hide(struct vfiov_vf *vf);
void vfiov_caps_show(struct vfiov_vf *vf);

/* Put what the guest shall see over @count bytes from @pos. Return: 0 or -EFAULT. */
int vfiov_caps_overlay(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos);

/*
 * Return: how many of @count bytes from @pos are alike: @hidden is set to whether
 * they are in a hidden capability.
 */
size_t vfiov_caps_run(struct vfiov_vf *vf, loff_t pos, size_t count, bool *hidden);

#endif
