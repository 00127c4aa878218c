/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_RESET_H
#define VFIOV_RESET_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct pci_error_handlers;
struct vfiov_vf;

/**
 * struct vfiov_reset - what tells that a function was reset, or slept
 * @writing: one write of config space at a time; inside bar0.lock
 * @slept: time in runtime suspend, in ns, that bar0.regs is good for; under bar0.lock
 * @behind: the function was reset and nobody told, so MSI-X is off; atomic
 * @frozen: recovery of an error is under way that resets the link; only used by its callbacks
 */
struct vfiov_reset {
	struct mutex writing; /* one write of config space at a time */
	u64 slept;
	atomic_t behind;
	bool frozen;
};

void vfiov_reset_init(struct vfiov_vf *vf);

/*
 * With bar0.lock held and the function awake, before anything of bar0.regs is used: forget what
 * a reset, or a sleep, has made untrue. Some resets only the function itself can tell: it is asked.
 */
void vfiov_reset_catch_up(struct vfiov_vf *vf);

/* Before the system sleeps, and after it: what the device has may be lost. In any context. */
void vfiov_reset_sleep(struct vfiov_vf *vf);

/* As vfiov_overlay_write(). The write may send the function to sleep. */
ssize_t vfiov_reset_config_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
				 loff_t *ppos);

extern const struct pci_error_handlers vfiov_reset_handlers;

#endif
