/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_OVERLAY_H
#define VFIOV_OVERLAY_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct vfiov_vf;

/**
 * struct vfiov_overlay - what a VF's own config space has no room for
 * @lock: protects what follows; innermost of all locks
 * @command: PCI_COMMAND as the guest wrote it; also read without @lock
 * @bar0: BAR0 as the guest wrote it
 */
struct vfiov_overlay {
	spinlock_t lock; /* innermost */
	__le16 command;
	__le32 bar0;
};

/*
 * Reads and writes of the config region of an open VF that is not native:
 * the core does them, then the registers of a transitional device are laid over.
 */
ssize_t vfiov_overlay_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t *ppos);
ssize_t vfiov_overlay_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
			    loff_t *ppos);

/* In any context. Return: true while the guest has its interrupt pin disabled. */
bool vfiov_overlay_intx_disabled(struct vfiov_vf *vf);

/* Forget what the guest wrote: at close, and when the function was reset. */
void vfiov_overlay_reset(struct vfiov_vf *vf);

/* In any context. Return: true while the guest has I/O decode on. */
bool vfiov_overlay_io_enabled(struct vfiov_vf *vf);

/*
 * Let the function reach memory, as an emulated device does by itself when a driver
 * takes it. With bar0.lock held, the function resumed.
 */
void vfiov_overlay_set_master(struct vfiov_vf *vf);

#endif
