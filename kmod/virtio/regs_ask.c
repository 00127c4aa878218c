// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands for registers of the legacy interface, and the writes that must precede them.
 */

#include <linux/virtio_pci.h>

#include "layout.h"
#include "regs_ask.h"
#include "vf.h"

void vfiov_regs_kept(struct vfiov_vf *vf)
{
	atomic64_inc(&vf->stats.cached);
}

int vfiov_regs_send_status(struct vfiov_vf *vf)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	int ret;

	if (!r->status_held)
		return 0;
	ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, VIRTIO_PCI_STATUS, sizeof(r->status),
			     &r->status);
	if (!ret)
		r->status_held = false;
	return ret;
}

int vfiov_regs_command(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data)
{
	return vfiov_regs_send_status(vf) ?: vfiov_admin_rw(vf, op, off, len, data);
}

int vfiov_regs_ask(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	return vfiov_regs_command(vf, VFIOV_ADMIN_COMMON_READ, f->off, f->len, data);
}

int vfiov_regs_send(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	return vfiov_regs_command(vf, VFIOV_ADMIN_COMMON_WRITE, f->off, f->len, (u8 *)data);
}

int vfiov_regs_select(struct vfiov_vf *vf, u16 queue)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	__le16 select = cpu_to_le16(queue);
	int ret;

	if (r->selected_known && r->selected == queue)
		return 0;
	ret = vfiov_regs_command(vf, VFIOV_ADMIN_COMMON_WRITE, VIRTIO_PCI_QUEUE_SEL,
				 sizeof(select), (u8 *)&select);
	r->selected = queue;
	r->selected_known = !ret;
	return ret;
}

int vfiov_regs_send_select(struct vfiov_vf *vf)
{
	return vfiov_regs_select(vf, vf->bar0.regs.select);
}

int vfiov_regs_ask_selected(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	return vfiov_regs_send_select(vf) ?: vfiov_regs_ask(vf, f, data);
}

void vfiov_regs_invalidate(struct vfiov_regs *regs)
{
	/* Sizes stay cached: sizes_for has the features with which they were read. */
	regs->driver_features = 0;
	regs->status_known = false;
	regs->status_fresh = false;
	regs->selected_known = false;
	regs->ahead.fresh = 0;
	for (unsigned int i = 0; i < VFIOV_QUEUES_KEPT; i++)
		regs->queues[i].address_known = false;
}
