// SPDX-License-Identifier: GPL-2.0-only
/*
 * The legacy I/O BAR: any access of the guest becomes accesses of single fields.
 *
 * Locks, outermost first:
 *
 *	bar0.lock -> vfio core's igate -> vfio core's memory_lock -> overlay.lock
 *
 * bar0.lock is held over one access of the guest and over VFIO_DEVICE_SET_IRQS
 * (vf.c), so the layout, which depends on MSI-X, does not change within an
 * access. A reset of the function runs under memory_lock and must not take
 * bar0.lock: it counts in bar0.resets, and the next access forgets what it knew.
 *
 * What is remembered, and why it may be:
 *
 *	Device Features	virtio 1.3 section 2.2: what a device offers does not
 *			change while the driver uses it, so until reset.
 *	Queue Size	section 4.1.5.1.3.1: the legacy interface can not negotiate
 *			it, it is read-only, one value for each queue until reset.
 *	Queue Select	written by the driver only (section 4.1.4.10). It goes to the
 *			device when something is asked that depends on it.
 *
 * All else must ask the device: status (a reset is complete when 0 is read back),
 * ISR (reading it has an effect), vectors (reading back tells whether the device
 * took them), queue address, device config (changes by itself).
 */

#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/uaccess.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "bar0.h"
#include "doorbell.h"
#include "layout.h"
#include "overlay.h"
#include "vf.h"

static void forget(struct vfiov_bar0 *b)
{
	b->features_known = false;
	b->select = 0;
	b->select_sent = false;
	bitmap_zero(b->sizes_known, VFIOV_QUEUES_KEPT);
}

static int ask(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	return vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_READ, f->off, f->len, data);
}

static int tell(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	return vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, f->off, f->len, data);
}

/* Before anything that depends on the selected queue. */
static int send_select(struct vfiov_vf *vf)
{
	struct vfiov_bar0 *b = &vf->bar0;
	__le16 select = cpu_to_le16(b->select);
	int ret;

	if (b->select_sent)
		return 0;
	ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, VIRTIO_PCI_QUEUE_SEL, sizeof(select),
			     (u8 *)&select);
	b->select_sent = !ret;
	return ret;
}

static int read_features(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_bar0 *b = &vf->bar0;
	int ret;

	if (b->features_known) {
		atomic64_inc(&vf->stats.cached);
	} else {
		__le32 value = 0;

		ret = ask(vf, f, (u8 *)&value);
		if (ret)
			return ret;
		b->features = le32_to_cpu(value);
		b->features_known = true;
	}
	memcpy(data, &(__le32){ cpu_to_le32(b->features) }, sizeof(__le32));
	return 0;
}

static int read_queue_size(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_bar0 *b = &vf->bar0;
	bool kept = b->select < VFIOV_QUEUES_KEPT;
	__le16 value = 0;
	int ret;

	if (kept && test_bit(b->select, b->sizes_known)) {
		atomic64_inc(&vf->stats.cached);
		value = cpu_to_le16(b->sizes[b->select]);
	} else {
		ret = send_select(vf);
		if (!ret)
			ret = ask(vf, f, (u8 *)&value);
		if (ret)
			return ret;
		if (kept) {
			b->sizes[b->select] = le16_to_cpu(value);
			__set_bit(b->select, b->sizes_known);
		}
	}
	memcpy(data, &value, sizeof(value));
	return 0;
}

/* Read the whole of a common field. @data: VFIOV_ADMIN_DATA_MAX bytes. */
static int read_common(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	int ret;

	switch ((enum vfiov_reg)f->reg) {
	case VFIOV_REG_HOST_FEATURES:
		return read_features(vf, f, data);
	case VFIOV_REG_QUEUE_SIZE:
		return read_queue_size(vf, f, data);
	case VFIOV_REG_QUEUE_PFN:
	case VFIOV_REG_QUEUE_SELECT:
	case VFIOV_REG_QUEUE_VECTOR:
		ret = send_select(vf);
		return ret ?: ask(vf, f, data);
	case VFIOV_REG_GUEST_FEATURES:
	case VFIOV_REG_QUEUE_NOTIFY:
	case VFIOV_REG_STATUS:
	case VFIOV_REG_ISR:
	case VFIOV_REG_CONFIG_VECTOR:
		return ask(vf, f, data);
	case VFIOV_REG_DEVICE_CONFIG:
		break;
	}
	return -EINVAL;
}

/* Write the whole of a common field. */
static int write_common(struct vfiov_vf *vf, const struct vfiov_field *f, u8 *data)
{
	struct vfiov_bar0 *b = &vf->bar0;
	int ret;

	switch ((enum vfiov_reg)f->reg) {
	case VFIOV_REG_HOST_FEATURES:
	case VFIOV_REG_QUEUE_SIZE:
	case VFIOV_REG_ISR:
		/* Read-only: hardware drops it. */
		return 0;
	case VFIOV_REG_QUEUE_SELECT:
		b->select = data[0] | data[1] << 8;
		b->select_sent = false;
		return 0;
	case VFIOV_REG_QUEUE_NOTIFY:
		return vfiov_doorbell_ring(vf, data[0] | data[1] << 8);
	case VFIOV_REG_STATUS:
		ret = tell(vf, f, data);
		/* A device that was reset may have selected another queue, and more. */
		if (!data[0])
			forget(b);
		return ret;
	case VFIOV_REG_QUEUE_PFN:
	case VFIOV_REG_QUEUE_VECTOR:
		ret = send_select(vf);
		return ret ?: tell(vf, f, data);
	case VFIOV_REG_GUEST_FEATURES:
	case VFIOV_REG_CONFIG_VECTOR:
		return tell(vf, f, data);
	case VFIOV_REG_DEVICE_CONFIG:
		break;
	}
	return -EINVAL;
}

/*
 * Part of a common field. Commands take whole fields: a read takes its bytes out
 * of one, a write puts them into what the field holds. A notification has no
 * value to put them into.
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

/* Device config may be accessed in part, any width (virtio 1.3 section 4.1.4.10). */
static int config_rw(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		     unsigned int n, u8 *data, bool write)
{
	return vfiov_admin_rw(vf, write ? VFIOV_ADMIN_DEVICE_WRITE : VFIOV_ADMIN_DEVICE_READ,
			      f->off + at, n, data);
}

/* Split an access at field borders. Bytes without a field read as zero. */
static int access(struct vfiov_vf *vf, unsigned int pos, u8 *data, size_t count, bool write)
{
	struct vfiov_bar0 *b = &vf->bar0;
	bool msix = vf->core.irq_type == VFIO_PCI_MSIX_IRQ_INDEX;
	unsigned int start, at, n;
	int ret;

	for (; count; pos += n, data += n, count -= n) {
		const struct vfiov_field *f;

		f = vfiov_field_at(vf->type, b->config_len, msix, pos, &start);
		if (!f) {
			n = 1;
			continue;
		}
		at = pos - start;
		n = min_t(size_t, count, f->len - at);
		if (f->reg == VFIOV_REG_DEVICE_CONFIG)
			ret = config_rw(vf, f, at, n, data, write);
		else
			ret = common_rw(vf, f, at, n, data, write);
		if (ret)
			return ret;
	}
	return 0;
}

static int access_locked(struct vfiov_vf *vf, unsigned int pos, u8 *data, size_t count, bool write)
{
	struct vfiov_bar0 *b = &vf->bar0;
	int resets, ret;

	if (mutex_lock_killable(&b->lock))
		return -EINTR;
	resets = atomic_read(&b->resets);
	if (resets != b->seen) {
		forget(b);
		b->seen = resets;
	}
	ret = access(vf, pos, data, count, write);
	mutex_unlock(&b->lock);
	return ret;
}

ssize_t vfiov_bar0_rw(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos, bool write)
{
	struct pci_dev *pdev = vf->core.pdev;
	u8 data[VFIOV_BAR0_MAX] = {};
	int ret;

	if (pos < 0 || pos >= vf->bar0.size || count > vf->bar0.size - pos)
		return -EINVAL;
	if (!vfiov_overlay_io_enabled(vf))
		return -EIO;
	if (write && copy_from_user(data, buf, count))
		return -EFAULT;

	ret = pm_runtime_resume_and_get(&pdev->dev);
	if (ret)
		return -EIO;
	/* In D3hot a function answers config accesses only. */
	if (pdev->current_state == PCI_D3hot || pdev->current_state == PCI_D3cold)
		ret = -EIO;
	else
		ret = access_locked(vf, pos, data, count, write);
	pm_runtime_put(&pdev->dev);

	if (!ret && !write && copy_to_user(buf, data, count))
		ret = -EFAULT;
	return ret ?: count;
}

void vfiov_bar0_init(struct vfiov_vf *vf)
{
	mutex_init(&vf->bar0.lock);
	atomic_set(&vf->bar0.resets, 0);
}

int vfiov_bar0_open(struct vfiov_vf *vf)
{
	struct vfiov_bar0 *b = &vf->bar0;
	u8 features[sizeof(__le32)];
	int ret;

	/* All field borders known, so that only the features are read. */
	b->config_len = 0;
	b->size = vfiov_bar0_size(0);
	forget(b);
	ret = access_locked(vf, VIRTIO_PCI_HOST_FEATURES, features, sizeof(features), false);
	if (ret)
		return ret;
	b->config_len = vfiov_config_len(vf->type, b->features);
	b->size = vfiov_bar0_size(b->config_len);
	return 0;
}

void vfiov_bar0_reset(struct vfiov_vf *vf)
{
	atomic_inc(&vf->bar0.resets);
}
