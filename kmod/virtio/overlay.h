/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OVERLAY_H
#define VFIOV_OVERLAY_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * Read and write the config region of an open VF that is not native: the core handles the access,
 * then the registers of a transitional device replace the VF's.
 */
ssize_t vfiov_overlay_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t *ppos);
ssize_t vfiov_overlay_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
			    loff_t *ppos);

/* Drop what the guest wrote. Called at close and when the function was reset. */
void vfiov_overlay_reset(struct vfiov_vf *vf);

/*
 * Enable bus mastering, as an emulated device does by itself when a driver starts to use it. Called
 * with bar0.lock held and the function resumed.
 */
void vfiov_overlay_set_master(struct vfiov_vf *vf);

#endif
