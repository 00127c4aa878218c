// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of the legacy interface that a migration must keep, and that no device part contains.
 *
 * Device config has no part. Parts of the device type may contain some of what a guest has written
 * there (the MAC address of a network device, writeback of a block device), so the destination
 * writes only fields that differ.
 */

#include <linux/virtio_pci.h>

#include "intx.h"
#include "layout.h"
#include "regs.h"
#include "regs_ask.h"
#include "regs_migrate.h"
#include "stream.h"
#include "vf.h"

static_assert(VFIOV_STREAM_CONFIG == 64);

/*
 * Find the next field of device config, at or after offset *@at, that the guest has written.
 * Return: the field, or NULL. *@at is set to its end.
 */
static const struct vfiov_field *next_written(struct vfiov_vf *vf, u64 written, unsigned int *at)
{
	unsigned int start;

	for (; *at < VFIOV_STREAM_CONFIG && *at < vf->bar0.config_len; ++*at) {
		const struct vfiov_field *f;

		if (!(written & BIT_ULL(*at)))
			continue;
		f = vfiov_field_at(vf->type, vf->bar0.config_len, false,
				   VIRTIO_PCI_CONFIG_OFF(false) + *at, &start);
		if (!f || f->off + f->len > VFIOV_STREAM_CONFIG)
			continue;
		*at = f->off + f->len;
		return f;
	}
	return NULL;
}

int vfiov_regs_flush(struct vfiov_vf *vf, struct vfiov_stream *s, bool asleep)
{
	struct vfiov_bar0 *b = &vf->bar0;
	const struct vfiov_field *f;
	unsigned int at = 0;
	int ret;

	/* The destination sends Queue Select to its device when a command depends on it. */
	s->select = b->regs.select;
	s->guest_status = b->guest_status;
	s->guest_legacy = b->guest_legacy;
	s->isr = vfiov_intx_pending(vf);
	if (asleep)
		return b->regs.status_held || b->written ? -EBUSY : 0;
	ret = vfiov_regs_send_status(vf);
	while (!ret && (f = next_written(vf, b->written, &at))) {
		ret = vfiov_regs_command(vf, VFIOV_ADMIN_DEVICE_READ, f->off, f->len,
					 s->config + f->off);
		s->written |= GENMASK_ULL(f->off + f->len - 1, f->off);
	}
	return ret;
}

void vfiov_regs_restore(struct vfiov_vf *vf, const struct vfiov_stream *s)
{
	struct vfiov_bar0 *b = &vf->bar0;

	vfiov_regs_reset(vf);
	vfiov_regs_catch_up(vf, true);
	b->regs.select = s->select;
	b->written = s->written;
	WRITE_ONCE(b->guest_status, s->guest_status);
	WRITE_ONCE(b->guest_legacy, s->guest_legacy);
	vfiov_intx_set_isr(vf, s->isr);
}

int vfiov_regs_restore_config(struct vfiov_vf *vf, const struct vfiov_stream *s)
{
	const struct vfiov_field *f;
	unsigned int at = 0;
	int ret = 0;

	while (!ret && (f = next_written(vf, s->written, &at))) {
		u8 now[VFIOV_ADMIN_DATA_MAX] = {};

		ret = vfiov_regs_command(vf, VFIOV_ADMIN_DEVICE_READ, f->off, f->len, now);
		if (!ret && memcmp(now, s->config + f->off, f->len))
			ret = vfiov_regs_command(vf, VFIOV_ADMIN_DEVICE_WRITE, f->off, f->len,
						 (u8 *)s->config + f->off);
	}
	return ret;
}
