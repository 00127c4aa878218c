/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_QUEUE_H
#define VFIOV_REGS_QUEUE_H

#include <linux/types.h>

struct vfiov_field;
struct vfiov_vf;

/*
 * Access a whole common field. Called with bar0.lock held. Return: 0 or an error of
 * vfiov_admin_rw().
 */
int vfiov_regs_read_size(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);
int vfiov_regs_read_address(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);
int vfiov_regs_write_address(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data);
int vfiov_regs_write_features(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data);
int vfiov_regs_write_queue_vector(struct vfiov_vf *vf, const struct vfiov_field *f,
				  const u8 *data);

#endif
