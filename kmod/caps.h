/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_CAPS_H
#define VFIOV_CAPS_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * A device has five virtio capabilities, and one more for each region of shared memory; each
 * costs one link at most.
 */
#define VFIOV_CAPS_MAX	16

/**
 * struct vfiov_caps - capabilities that a guest does not see
 * @nr_hidden: entries of @hidden
 * @hidden: where they are; read as zero, writes are dropped
 * @nr_links: entries of @links
 * @links: bytes of the chain that lead around them
 *
 * Made at open, constant until close.
 */
struct vfiov_caps {
	unsigned int nr_hidden;
	struct {
		u8 pos;
		u8 len;
	} hidden[VFIOV_CAPS_MAX];
	unsigned int nr_links;
	struct {
		u8 pos;
		u8 next;
	} links[VFIOV_CAPS_MAX];
};

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
