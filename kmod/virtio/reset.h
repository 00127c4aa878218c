/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_RESET_H
#define VFIOV_RESET_H

#include <linux/types.h>

struct pci_error_handlers;
struct vfiov_vf;

void vfiov_reset_init(struct vfiov_vf *vf);

/*
 * Drop the state that a reset or a sleep has invalidated. Must run before any use of bar0.regs,
 * with bar0.lock held and the function awake, because some resets show only in the function's own
 * registers.
 */
void vfiov_reset_catch_up(struct vfiov_vf *vf);

/*
 * Called before and after the system sleeps: the device may lose its state. May be called in any
 * context.
 */
void vfiov_reset_sleep(struct vfiov_vf *vf);

/* Like vfiov_overlay_write(). The write may put the function to sleep. */
ssize_t vfiov_reset_config_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
				 loff_t *ppos);

extern const struct pci_error_handlers vfiov_reset_handlers;

#endif
