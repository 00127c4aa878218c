// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handles Device Status, and the effect of a driver's reset on the other registers.
 */

#include <linux/jiffies.h>
#include <linux/virtio_config.h>

#include "intx.h"
#include "layout.h"
#include "overlay.h"
#include "regs_ask.h"
#include "regs_status.h"
#include "vectors.h"
#include "vf.h"

/* Record what guest.c reports. */
static void note_status(struct vfiov_vf *vf, u8 status)
{
	WRITE_ONCE(vf->bar0.guest_status, status);
	if (status & VIRTIO_CONFIG_S_DRIVER)
		WRITE_ONCE(vf->bar0.guest_legacy, true);
}

static void reset_complete(struct vfiov_regs *r)
{
	r->status = 0;
	r->status_known = true;
	for (unsigned int i = 0; i < VFIOV_QUEUES_KEPT; i++) {
		r->queues[i].address = 0;
		r->queues[i].address_known = true;
	}
}

/* The driver resets the device: keep only what the device alone determines. */
static void driver_reset(struct vfiov_regs *r)
{
	r->driver_features = 0;
	r->status_known = false;
	r->status_held = false;
	r->status_fresh = false;
	r->select = 0;
	r->selected_known = false;
	r->ahead.fresh = 0;
	for (unsigned int i = 0; i < VFIOV_QUEUES_KEPT; i++)
		r->queues[i].address_known = false;
}

int vfiov_regs_read_status(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	bool fresh = r->status_fresh && time_before(jiffies, r->status_until);
	int ret;

	r->status_fresh = false;
	if (r->status_known || fresh) {
		vfiov_regs_kept(vf);
		data[0] = r->status;
		return 0;
	}
	ret = vfiov_regs_ask(vf, f, data);
	if (!ret)
		note_status(vf, data[0]);
	if (!ret && !data[0])
		reset_complete(r);
	return ret;
}

/*
 * Linux before 2.6.34 never enables bus mastering for a legacy device. That went unnoticed, because
 * QEMU's device enables bus mastering by itself when it gets this status.
 */
static bool is_taken(u8 status)
{
	return status == (VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER);
}

int vfiov_regs_write_status(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	bool known = r->status_known;
	int ret;

	if (is_taken(data[0]))
		vfiov_overlay_set_master(vf);
	if (known && !r->status && data[0] == VIRTIO_CONFIG_S_ACKNOWLEDGE) {
		r->status = data[0];
		r->status_held = true;
		note_status(vf, data[0]);
		return 0;
	}
	/* This write supersedes the status that was held back. */
	r->status_held = false;
	r->status_known = false;
	r->status_fresh = false;
	ret = vfiov_regs_send(vf, f, data);
	if (!ret)
		note_status(vf, data[0]);
	if (!data[0]) {
		driver_reset(r);
		vfiov_vectors_forget(&vf->intx.told);
		vfiov_intx_clear(vf);
	} else if (!ret && known) {
		r->status = data[0];
		r->status_known = !(data[0] & VIRTIO_CONFIG_S_DRIVER_OK);
		r->status_fresh = !r->status_known;
		r->status_until = jiffies + VFIOV_AHEAD_TIME;
	}
	return ret;
}
