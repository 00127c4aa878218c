/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_STATUS_H
#define VFIOV_REGS_STATUS_H

#include <linux/types.h>

struct vfiov_field;
struct vfiov_vf;

/* Access Device Status. Called with bar0.lock held. Return: 0 or an error of vfiov_admin_rw(). */
int vfiov_regs_read_status(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);
int vfiov_regs_write_status(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data);

#endif
