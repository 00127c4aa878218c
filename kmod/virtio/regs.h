/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_H
#define VFIOV_REGS_H

#include <linux/types.h>

struct vfiov_field;
struct vfiov_vf;

/* Invalidate the cached registers. May be called in any context. */
void vfiov_regs_reset(struct vfiov_vf *vf);

/*
 * Drop cached values that are no longer valid. Called with bar0.lock held.
 * @watched: any reset of the function would be noticed at the next access
 */
void vfiov_regs_catch_up(struct vfiov_vf *vf, bool watched);

/**
 * vfiov_regs_rw() - read or write part of one field
 * @vf: VF, with bar0.lock held
 * @f: field of BAR0
 * @at: first byte of the field
 * @n: number of bytes, which must be within the field
 * @data: little-endian
 * @write: direction
 *
 * Return: 0; -EINVAL for part of a notification; or an error of vfiov_admin_rw().
 */
int vfiov_regs_rw(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		  unsigned int n, u8 *data, bool write);

#endif
