// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registers of a queue, and the registers on which they depend.
 */

#include "intx.h"
#include "layout.h"
#include "regs_ask.h"
#include "regs_queue.h"
#include "vectors.h"
#include "vf.h"

/* Return: the cached registers of the selected queue, or NULL if its number is too large. */
static struct vfiov_queue_regs *selected(struct vfiov_regs *r)
{
	return r->select < VFIOV_QUEUES_KEPT ? &r->queues[r->select] : NULL;
}

static void forget_sizes(struct vfiov_regs *r)
{
	for (unsigned int i = 0; i < VFIOV_QUEUES_KEPT; i++)
		r->queues[i].size_known = false;
}

int vfiov_regs_read_size(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	struct vfiov_queue_regs *q = selected(r);
	int ret;

	if (r->sizes_for != r->driver_features)
		forget_sizes(r);
	r->sizes_for = r->driver_features;
	if (q && q->size_known) {
		vfiov_regs_kept(vf);
		data[0] = q->size;
		data[1] = q->size >> 8;
		return 0;
	}
	ret = vfiov_regs_ask_selected(vf, f, data);
	if (!ret && q) {
		q->size = data[0] | data[1] << 8;
		q->size_known = true;
	}
	return ret;
}

int vfiov_regs_read_address(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_queue_regs *q = selected(&vf->bar0.regs);

	if (!q || !q->address_known)
		return vfiov_regs_ask_selected(vf, f, data);
	vfiov_regs_kept(vf);
	memcpy(data, &q->address, sizeof(q->address));
	return 0;
}

int vfiov_regs_write_address(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	struct vfiov_queue_regs *q = selected(r);
	int ret;

	if (q)
		q->address_known = false;
	ret = vfiov_regs_send_select(vf) ?: vfiov_regs_send(vf, f, data);
	if (!memchr_inv(data, 0, f->len)) {
		/* Some devices then reset this queue, and others reset themselves. */
		vfiov_regs_invalidate(r);
		vfiov_vectors_guest_address(&vf->intx.told, r->select, false);
	} else if (!ret) {
		vfiov_vectors_guest_address(&vf->intx.told, r->select, true);
		vfiov_intx_queue(vf, r->select);
		if (q) {
			memcpy(&q->address, data, sizeof(q->address));
			q->address_known = true;
		}
	}
	return ret;
}

int vfiov_regs_write_features(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	int ret = vfiov_regs_send(vf, f, data);

	if (ret)
		forget_sizes(r);
	else
		memcpy(&r->driver_features, data, sizeof(r->driver_features));
	return ret;
}

int vfiov_regs_write_queue_vector(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	int ret = vfiov_regs_send_select(vf) ?: vfiov_regs_send(vf, f, data);

	if (!ret)
		vfiov_vectors_guest_queue(&vf->intx.told, vf->bar0.regs.select,
					  data[0] | data[1] << 8);
	return ret;
}
