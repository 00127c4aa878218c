// SPDX-License-Identifier: GPL-2.0-only
/*
 * Implements the registers of the legacy interface: some need a command, others are cached.
 *
 * A command costs a round trip to the PF, and most reads by a legacy driver are of registers that
 * it wrote itself. Section numbers are those of virtio 1.3.
 *
 *	Device Features	Cached until the function is reset; a reset by a driver keeps the cache. A
 *			device offers all features that it understands (2.2), and after a reset it
 *			should accept what was negotiated before (2.2.2). That is a SHOULD, and the
 *			legacy interface has no reliable negotiation (3.1.2: no FEATURES_OK). A
 *			device that offers fewer features after a reset may get Driver Features that
 *			it did not offer this time.
 *	Queue Size	Cached for as long as Device Features, separately for each queue, and only
 *			for the Driver Features with which it was read. It is read-only, the
 *			legacy interface cannot negotiate it (4.1.5.1.3.1), and after a reset it is
 *			what the device supports (4.1.4.3). Which queues exist depends on the
 *			features (5.1.2).
 *	Queue Select	Sent to the device before a command that depends on it. Only the driver
 *			writes it (4.1.4.10). Reading it takes a command.
 *	Queue Address	Cached from when the driver writes it until the next reset, and as 0 once a
 *			reset is seen to be complete. Only the driver writes it. After a reset,
 *			a device must not use its queues (2.4.1), and legacy drivers assume that a
 *			queue with an address is in use. Some devices reset themselves when 0 is
 *			written, so that write drops all cached registers except what the device
 *			offers.
 *	Device Status	Cached from when a reset is seen to be complete until DRIVER_OK. Until then
 *			only the driver changes it, except for DEVICE_NEEDS_RESET (2.1.2), which is
 *			newer than the legacy interface. After a write of 0 the device is read until
 *			it returns 0 (2.4.2). With DRIVER_OK the device is always read, except once
 *			right after that write.
 *			ACKNOWLEDGE alone is held back, and sent before the driver's next command,
 *			or in one write with DRIVER. The driver must set ACKNOWLEDGE before DRIVER
 *			(2.1.1, 3.1.1 steps 2 and 3), with any delay in between (2.1), and the value
 *			that it writes is not changed. No device requirement mentions ACKNOWLEDGE
 *			(2.1.2). A driver that stops there leaves the device with status 0, as if it
 *			had not begun.
 *	Device config	A field is always read as a whole. If the guest reads it in parts, one after
 *			the other, as legacy drivers do, each part is served once, and only for a
 *			short time. A legacy driver has no config generation to reveal a change in
 *			between (2.5.3), so parts read at the same time are never worse than parts
 *			read at different times.
 *
 *	ISR		Kept here while the guest uses the pin, see intx.c.
 *
 * Until the guest has enabled bus mastering, only Device Features and Queue Size are cached,
 * because a reset without notice would be missed, see reset.c.
 *
 * All other registers are read each time: Driver Features, ISR without the pin (reading it has side
 * effects), and the vectors (reading them shows whether the device accepted them, 4.1.5.1.2.1).
 */

#include <linux/jiffies.h>

#include "doorbell.h"
#include "intx.h"
#include "layout.h"
#include "regs.h"
#include "regs_ask.h"
#include "regs_queue.h"
#include "regs_status.h"
#include "stream.h"
#include "vectors.h"
#include "vf.h"

static void forget(struct vfiov_regs *regs)
{
	memset(regs, 0, sizeof(*regs));
}

void vfiov_regs_reset(struct vfiov_vf *vf)
{
	WRITE_ONCE(vf->bar0.guest_status, 0);
	WRITE_ONCE(vf->bar0.guest_legacy, false);
	atomic_inc(&vf->bar0.resets);
}

void vfiov_regs_catch_up(struct vfiov_vf *vf, bool watched)
{
	struct vfiov_bar0 *b = &vf->bar0;
	int resets = atomic_read(&b->resets);

	if (resets != b->seen)
		forget(&b->regs);
	else if (!watched)
		vfiov_regs_invalidate(&b->regs);
	b->seen = resets;
}

static int read_features(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	int ret;

	if (r->features_known) {
		vfiov_regs_kept(vf);
	} else {
		ret = vfiov_regs_ask(vf, f, (u8 *)&r->features);
		if (ret)
			return ret;
		r->features_known = true;
	}
	memcpy(data, &r->features, sizeof(r->features));
	return 0;
}

static int read_isr(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	u8 isr;
	int ret;

	if (vfiov_intx_take_isr(vf, &isr)) {
		vfiov_regs_kept(vf);
		data[0] = isr;
		return 0;
	}
	/* The pin is no longer in use, but ISR bits may be left over from it. */
	ret = vfiov_regs_ask(vf, f, data);
	if (!ret)
		data[0] |= isr;
	return ret;
}

static int write_config_vector(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	int ret = vfiov_regs_send(vf, f, data);

	if (!ret)
		vfiov_vectors_guest_config(&vf->intx.told, data[0] | data[1] << 8);
	return ret;
}

/* Read a whole common field. @data has VFIOV_ADMIN_DATA_MAX bytes. */
static int read_common(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	switch ((enum vfiov_reg)f->reg) {
	case VFIOV_REG_HOST_FEATURES:
		return read_features(vf, f, data);
	case VFIOV_REG_QUEUE_PFN:
		return vfiov_regs_read_address(vf, f, data);
	case VFIOV_REG_QUEUE_SIZE:
		return vfiov_regs_read_size(vf, f, data);
	case VFIOV_REG_STATUS:
		return vfiov_regs_read_status(vf, f, data);
	case VFIOV_REG_QUEUE_SELECT:
	case VFIOV_REG_QUEUE_VECTOR:
		return vfiov_regs_ask_selected(vf, f, data);
	case VFIOV_REG_ISR:
		return read_isr(vf, f, data);
	case VFIOV_REG_GUEST_FEATURES:
	case VFIOV_REG_QUEUE_NOTIFY:
	case VFIOV_REG_CONFIG_VECTOR:
		return vfiov_regs_ask(vf, f, data);
	case VFIOV_REG_DEVICE_CONFIG:
		break;
	}
	return -EINVAL;
}

/* Write a whole common field. */
static int write_common(struct vfiov_vf *vf, const struct vfiov_field *f, const u8 *data)
{
	struct vfiov_regs *r = &vf->bar0.regs;
	u16 value = data[0] | data[1] << 8;

	switch ((enum vfiov_reg)f->reg) {
	case VFIOV_REG_HOST_FEATURES:
	case VFIOV_REG_QUEUE_SIZE:
	case VFIOV_REG_ISR:
		/* Read-only: drop the write, as hardware does. */
		return 0;
	case VFIOV_REG_QUEUE_SELECT:
		r->select = value;
		return 0;
	case VFIOV_REG_QUEUE_NOTIFY:
		return vfiov_doorbell_ring(vf, value);
	case VFIOV_REG_STATUS:
		return vfiov_regs_write_status(vf, f, data);
	case VFIOV_REG_QUEUE_PFN:
		return vfiov_regs_write_address(vf, f, data);
	case VFIOV_REG_QUEUE_VECTOR:
		return vfiov_regs_write_queue_vector(vf, f, data);
	case VFIOV_REG_GUEST_FEATURES:
		return vfiov_regs_write_features(vf, f, data);
	case VFIOV_REG_CONFIG_VECTOR:
		return write_config_vector(vf, f, data);
	case VFIOV_REG_DEVICE_CONFIG:
		break;
	}
	return -EINVAL;
}

/*
 * Read or write part of a common field. Commands access whole fields, so a partial read returns
 * bytes of the field's value, and a partial write changes bytes of it. A notification has no value,
 * so a partial one is an error.
 */
static int common_rw(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		     unsigned int n, u8 *data, bool write)
{
	u8 whole[VFIOV_ADMIN_DATA_MAX] = {};
	int ret;

	if (write && n == f->len)
		return write_common(vf, f, data);
	if (write && f->reg == VFIOV_REG_QUEUE_NOTIFY)
		return -EINVAL;

	ret = read_common(vf, f, whole);
	if (ret)
		return ret;
	if (!write) {
		memcpy(data, whole + at, n);
		return 0;
	}
	memcpy(whole + at, data, n);
	return write_common(vf, f, whole);
}

static int config_read(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		       unsigned int n, u8 *data)
{
	struct vfiov_ahead *a = &vf->bar0.regs.ahead;
	u8 part = GENMASK(at + n - 1, at);
	int ret;

	if (a->off == f->off && (a->fresh & part) == part && time_before(jiffies, a->until)) {
		vfiov_regs_kept(vf);
	} else {
		a->fresh = 0;
		ret = vfiov_regs_command(vf, VFIOV_ADMIN_DEVICE_READ, f->off, f->len, a->data);
		if (ret)
			return ret;
		a->off = f->off;
		a->fresh = GENMASK(f->len - 1, 0);
		a->until = jiffies + VFIOV_AHEAD_TIME;
	}
	a->fresh &= ~part;
	memcpy(data, a->data + at, n);
	return 0;
}

static int config_write(struct vfiov_vf *vf, unsigned int off, unsigned int n, u8 *data)
{
	for (unsigned int i = off; i < off + n && i < VFIOV_STREAM_CONFIG; i++)
		vf->bar0.written |= BIT_ULL(i);
	return vfiov_regs_command(vf, VFIOV_ADMIN_DEVICE_WRITE, off, n, data);
}

int vfiov_regs_rw(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		  unsigned int n, u8 *data, bool write)
{
	if (f->reg == VFIOV_REG_DEVICE_CONFIG && !write)
		return config_read(vf, f, at, n, data);

	/* The guest accesses something else, so it is no longer reading that field. */
	vf->bar0.regs.ahead.fresh = 0;
	if (f->reg == VFIOV_REG_DEVICE_CONFIG)
		return config_write(vf, f->off + at, n, data);
	return common_rw(vf, f, at, n, data, write);
}
