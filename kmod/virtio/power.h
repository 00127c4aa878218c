/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_POWER_H
#define VFIOV_POWER_H

struct vfiov_vf;

/*
 * Wake the function, whether the guest or runtime PM has put it to sleep, and keep it awake until
 * vfiov_power_unlock(). Sleeps. Takes memory_lock for writing, and returns with it held for
 * reading. A function that does not wake up is not an error: the PCI core does not access it.
 */
void vfiov_power_lock(struct vfiov_vf *vf);
void vfiov_power_unlock(struct vfiov_vf *vf);

#endif
