/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CAPS_H
#define VFIOV_CAPS_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * Hide the open VF's capabilities that describe the modern virtio interface (virtio 1.3 section
 * 4.1.4). Vendor capabilities of other types stay visible.
 * Return: 0, or -E2BIG if there are too many.
 */
int vfiov_caps_hide(struct vfiov_vf *vf);
void vfiov_caps_show(struct vfiov_vf *vf);

/* Replace the hidden parts of the @count bytes that were read at @pos. Return: 0 or -EFAULT. */
int vfiov_caps_overlay(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos);

/*
 * Return: the number of bytes, out of @count from @pos, that are all hidden or all visible. Sets
 * @hidden to true if they are in a hidden capability.
 */
size_t vfiov_caps_run(struct vfiov_vf *vf, loff_t pos, size_t count, bool *hidden);

#endif
