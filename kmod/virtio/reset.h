/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_RESET_H
#define VFIOV_RESET_H

#include <linux/types.h>

struct pci_error_handlers;
struct vfiov_vf;

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
