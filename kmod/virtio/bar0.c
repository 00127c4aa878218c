// SPDX-License-Identifier: GPL-2.0-only
/*
 * The legacy I/O BAR: splits each access of the guest into accesses to single fields.
 *
 * Locks, outermost first:
 *
 *	bar0.lock -> reset.writing -> vfio core's igate -> vfio core's memory_lock ->
 *		overlay.lock, intx.lock
 *
 * bar0.lock is held during an access of the guest and during VFIO_DEVICE_SET_IRQS (intx_user.c), so
 * the layout, which depends on MSI-X, does not change within an access. A reset of the function
 * runs under memory_lock and must not take bar0.lock. It increments bar0.resets instead, and the
 * next access drops the cached registers (reset.c).
 */

#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/uaccess.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "bar0.h"
#include "doorbell.h"
#include "layout.h"
#include "regs.h"
#include "reset.h"
#include "state.h"
#include "vf.h"

/* Split an access at field borders. Bytes without a field read as zero. */
static int bar0_access(struct vfiov_vf *vf, unsigned int pos, u8 *data, size_t count, bool write)
{
	bool msix = vf->core.irq_type == VFIO_PCI_MSIX_IRQ_INDEX;
	unsigned int start, at, n;
	int ret;

	for (; count; pos += n, data += n, count -= n) {
		const struct vfiov_field *f;

		f = vfiov_field_at(vf->type, vf->bar0.config_len, msix, pos, &start);
		if (!f) {
			n = 1;
			continue;
		}
		at = pos - start;
		n = min_t(size_t, count, f->len - at);
		ret = vfiov_regs_rw(vf, f, at, n, data, write);
		if (ret)
			return ret;
	}
	return 0;
}

static int bar0_access_locked(struct vfiov_vf *vf, unsigned int pos, u8 *data, size_t count,
			      bool write)
{
	struct vfiov_bar0 *b = &vf->bar0;
	int ret;

	if (mutex_lock_killable(&b->lock))
		return -EINTR;
	vfiov_reset_catch_up(vf);
	ret = vfiov_vf_io_enabled(vf) ? bar0_access(vf, pos, data, count, write) : -EIO;
	/*
	 * An access between the PM notifier and the freeze must not leave registers in the cache.
	 */
	if (READ_ONCE(vfiov_virtio.suspending))
		vfiov_regs_reset(vf);
	mutex_unlock(&b->lock);
	return ret;
}

/*
 * Kicks are frequent, and the doorbell has the same offset in every layout, so they do not take
 * bar0.lock.
 */
static ssize_t bar0_kick(struct vfiov_vf *vf, const char __user *buf)
{
	__le16 queue;
	int ret;

	if (get_user(queue, (const __le16 __user *)buf))
		return -EFAULT;
	ret = vfiov_doorbell_ring(vf, le16_to_cpu(queue));
	return ret ?: sizeof(queue);
}

/* Validate the arguments from user space. Must be called first. Return: 0 or -errno. */
static int bar0_check(struct vfiov_vf *vf, size_t count, loff_t pos)
{
	if (pos < 0 || pos >= vf->bar0.size || count > vf->bar0.size - pos)
		return -EINVAL;
	if (!vfiov_vf_io_enabled(vf))
		return -EIO;
	return 0;
}

/* @data is kernel memory. Return: 0 or -errno. */
static int bar0_access_awake(struct vfiov_vf *vf, unsigned int pos, u8 *data, size_t count,
			     bool write)
{
	struct pci_dev *pdev = vf->core.pdev;
	int ret;

	ret = pm_runtime_resume_and_get(&pdev->dev);
	if (ret)
		return -EIO;
	/* In D3hot, a function answers config accesses only. */
	if (pdev->current_state == PCI_D3hot || pdev->current_state == PCI_D3cold)
		ret = -EIO;
	else
		ret = bar0_access_locked(vf, pos, data, count, write);
	pm_runtime_put(&pdev->dev);
	return ret;
}

ssize_t vfiov_bar0_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos)
{
	u8 data[VFIOV_BAR0_MAX] = {};
	int ret;

	ret = bar0_check(vf, count, pos);
	if (!ret)
		ret = bar0_access_awake(vf, pos, data, count, false);
	if (!ret && copy_to_user(buf, data, count))
		ret = -EFAULT;
	return ret ?: count;
}

ssize_t vfiov_bar0_write(struct vfiov_vf *vf, const char __user *buf, size_t count, loff_t pos)
{
	u8 data[VFIOV_BAR0_MAX];
	int ret;

	ret = bar0_check(vf, count, pos);
	if (ret)
		return ret;
	if (pos == VIRTIO_PCI_QUEUE_NOTIFY && count == sizeof(u16) && vfiov_doorbell_direct(vf))
		return bar0_kick(vf, buf);
	if (copy_from_user(data, buf, count))
		return -EFAULT;
	return bar0_access_awake(vf, pos, data, count, true) ?: count;
}

void vfiov_bar0_init(struct vfiov_vf *vf)
{
	mutex_init(&vf->bar0.lock);
	atomic_set(&vf->bar0.resets, 0);
}

int vfiov_bar0_open(struct vfiov_vf *vf)
{
	struct vfiov_bar0 *b = &vf->bar0;
	__le32 features;
	int ret;

	/* Drop any state of a previous guest. */
	vfiov_regs_reset(vf);
	b->config_len = 0;
	if (mutex_lock_killable(&b->lock))
		return -EINTR;
	b->written = 0;
	vfiov_reset_catch_up(vf);
	ret = bar0_access(vf, VIRTIO_PCI_HOST_FEATURES, (u8 *)&features, sizeof(features), false);
	mutex_unlock(&b->lock);
	if (ret)
		return ret;
	b->config_len = vfiov_config_len(vf->type, le32_to_cpu(features));
	b->size = vfiov_bar0_size(b->config_len);
	return 0;
}
