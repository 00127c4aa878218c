/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_ASK_H
#define VFIOV_REGS_ASK_H

#include <linux/types.h>

#include "admin.h"

struct vfiov_field;
struct vfiov_regs;
struct vfiov_vf;

/*
 * All functions are called with bar0.lock held. Those of type int return 0 or an error of
 * vfiov_admin_rw().
 */

/* Count an access that needed no command. */
void vfiov_regs_kept(struct vfiov_vf *vf);

/* Issue a command, after sending the status if that was held back. */
int vfiov_regs_command(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data);

/* Read or write a whole common field. */
int vfiov_regs_ask(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);
int vfiov_regs_send(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data);

/* Select a queue on the device, independently of the guest's selection. */
int vfiov_regs_select(struct vfiov_vf *vf, u16 queue);

/* Send the guest's selection, before a command that depends on it. */
int vfiov_regs_send_select(struct vfiov_vf *vf);

/* Send Device Status, if the last write of it was held back. */
int vfiov_regs_send_status(struct vfiov_vf *vf);

/* Read a whole field that depends on the selected queue. */
int vfiov_regs_ask_selected(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data);

/*
 * Drop everything but what the device offers and what the guest selected, because a reset would not
 * be noticed.
 */
void vfiov_regs_invalidate(struct vfiov_regs *regs);

#endif
