/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_DOORBELL_H
#define VFIOV_DOORBELL_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * Find the notification address at open, with the device enabled. Invalid entries are ignored and
 * are not an error.
 * Return: 0, or an error of vfiov_admin_rw() if the command fails.
 */
int vfiov_doorbell_open(struct vfiov_vf *vf);
void vfiov_doorbell_close(struct vfiov_vf *vf);

/*
 * Notify queue @queue. Sleeps, and resumes the function if it has to write to its BAR.
 * Return: 0, -EIO in D3, or an error of vfiov_admin_rw().
 */
int vfiov_doorbell_ring(struct vfiov_vf *vf, u16 queue);

/* Return: true if the VF has a notification address, so a kick needs no command. */
bool vfiov_doorbell_direct(struct vfiov_vf *vf);

/*
 * Like vfiov_doorbell_ring(), but never sleeps. May be called in any context, for a VF with an
 * address. Return: 0, or -EAGAIN if the caller must use vfiov_doorbell_ring().
 */
int vfiov_doorbell_try(struct vfiov_vf *vf, u16 queue);

#endif
