/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_ASK_H
#define VFIOV_REGS_ASK_H

#include <linux/types.h>

#include "admin.h"

struct vfiov_field;
struct vfiov_regs;
struct vfiov_vf;

/*
 * All of these are called with bar0.lock held. Return, where they return something: 0 or as
 * vfiov_admin_rw().
 */

/* Count an access that needed no command. */
void vfiov_regs_kept(struct vfiov_vf *vf);

/* A command; what the device was not told yet comes first. */
int vfiov_regs_command(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data);

/* Read or write the whole of a common field. */
int vfiov_regs_ask(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);
int vfiov_regs_tell(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data);

/* Select a queue for what depends on it, whichever the guest has selected. */
int vfiov_regs_select(struct vfiov_vf *vf, u16 queue);

/* Before anything that depends on the queue that the guest has selected. */
int vfiov_regs_send_select(struct vfiov_vf *vf);

/* Read the whole of a field that depends on the selected queue. */
int vfiov_regs_ask_selected(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);

/* A reset would not be noticed: keep only what the device offers, and what the guest selected. */
void vfiov_regs_doubt(struct vfiov_regs *regs);

#endif
