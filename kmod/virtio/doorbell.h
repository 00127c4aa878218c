/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_DOORBELL_H
#define VFIOV_DOORBELL_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * Find the address, at open, with the device enabled. An entry that is not
 * valid is passed over, so this does not fail for what a device says.
 * Return: 0, or -errno as vfiov_admin_rw() when the device does not say.
 */
int vfiov_doorbell_open(struct vfiov_vf *vf);
void vfiov_doorbell_close(struct vfiov_vf *vf);

/*
 * Notify queue @queue. Sleeps, and resumes the function if it has to be touched.
 * Return: 0, -EIO in D3, or as vfiov_admin_rw().
 */
int vfiov_doorbell_ring(struct vfiov_vf *vf, u16 queue);

/* Return: true when the VF has an address to write to: no command is needed. */
bool vfiov_doorbell_direct(struct vfiov_vf *vf);

/*
 * The same as vfiov_doorbell_ring() without sleeping, in any context, for a VF with an
 * address. Return: 0, or -EAGAIN when it takes vfiov_doorbell_ring().
 */
int vfiov_doorbell_try(struct vfiov_vf *vf, u16 queue);

#endif
