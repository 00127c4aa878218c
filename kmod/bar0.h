/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_BAR0_H
#define VFIOV_BAR0_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "regs.h"

struct vfiov_vf;

/**
 * struct vfiov_bar0 - the legacy I/O BAR of an open VF
 * @lock: one access of the guest at a time
 * @size: of the region; fixed while the VF is open
 * @config_len: bytes of device config; fixed while the VF is open
 * @resets: counts what makes @regs untrue; written without @lock
 * @seen: value of @resets that @regs is good for; under @lock
 * @regs: what is known without asking; under @lock
 */
struct vfiov_bar0 {
	struct mutex lock; /* one access at a time */
	unsigned int size;
	unsigned int config_len;
	atomic_t resets;
	int seen;
	struct vfiov_regs regs;
};

void vfiov_bar0_init(struct vfiov_vf *vf);

/*
 * Make BAR0 ready, at open, with the device enabled: asks the device for its
 * features, which say how much device config there is.
 * Return: 0 or -errno as vfiov_admin_rw().
 */
int vfiov_bar0_open(struct vfiov_vf *vf);

/*
 * With @lock held: forget what is no longer true of the registers.
 * @watched: a reset of the function would be noticed at the next access, whoever does it
 */
void vfiov_bar0_catch_up(struct vfiov_vf *vf, bool watched);

/* The registers may have changed. In any context. */
void vfiov_bar0_reset(struct vfiov_vf *vf);

/**
 * vfiov_bar0_read() - one read of region 0 by user space
 * @vf: an open VF that is not native
 * @buf: user memory
 * @count: bytes, not 0
 * @pos: byte of the region
 *
 * Return: @count; -EINVAL when the access leaves the region, -EIO while I/O
 * decode is off or the function is not in D0, -EFAULT, or as vfiov_admin_rw().
 */
ssize_t vfiov_bar0_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos);

/* The same for a write. */
ssize_t vfiov_bar0_write(struct vfiov_vf *vf, const char __user *buf, size_t count, loff_t pos);

#endif
