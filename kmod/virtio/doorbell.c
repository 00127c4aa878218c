// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sends queue notifications of the legacy interface straight to the device.
 *
 * virtio 1.3 section 2.12.1.2.5 "Legacy Notify Info Command": up to four entries give the BAR, of
 * the owner (PF) or of the member (VF), and the offset of the 16-bit notification address. The
 * driver must ignore invalid entries, and may notify by an admin command if there is no entry.
 *
 * Only an address in the VF's BAR is used. The PF belongs to another driver, which resets it,
 * changes its power state and recovers it from errors without notice. A write to the PF's BAR could
 * coincide with that and would be lost silently. A lost command, in contrast, ends with an error.
 */

#include <linux/io.h>
#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "compat.h"
#include "doorbell.h"
#include "vf.h"

static bool entry_valid(struct pci_dev *pdev, u8 bar, u64 offset)
{
	resource_size_t len;

	if (bar < 1 || bar >= PCI_STD_NUM_BARS)
		return false;
	if (!(pci_resource_flags(pdev, bar) & IORESOURCE_MEM))
		return false;
	len = pci_resource_len(pdev, bar);
	return IS_ALIGNED(offset, 2) && len >= 2 && offset <= len - 2;
}

int vfiov_doorbell_open(struct vfiov_vf *vf)
{
	void __iomem *map;
	u64 offset;
	int ret;
	u8 bar;

	ret = vfiov_admin_notify_info(vf, VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_MEM, &bar,
				      &offset);
	/* The device has no such entry, or does not support the command. */
	if (ret == -ENOENT || ret == -EINVAL)
		return 0;
	if (ret)
		return ret;
	if (!entry_valid(vf->core.pdev, bar, offset)) {
		pci_info_ratelimited(vf->core.pdev,
				     "legacy notify info ignored: BAR %u, offset %#llx\n", bar,
				     offset);
		return 0;
	}
	map = vfiov_compat_barmap(&vf->core, bar);
	if (map)
		vf->doorbell.address = map + offset;
	return 0;
}

void vfiov_doorbell_close(struct vfiov_vf *vf)
{
	vf->doorbell.address = NULL;
}

/*
 * Called with memory_lock held for reading, which excludes resets and power changes, and with the
 * function not suspended.
 */
static int doorbell_write_locked(struct vfiov_vf *vf, u16 queue)
{
	pci_power_t state = vf->core.pdev->current_state;

	if (state == PCI_D3hot || state == PCI_D3cold)
		return -EIO;
	atomic64_inc(&vf->stats.notifies);
	iowrite16(queue, vf->doorbell.address);
	return 0;
}

static int doorbell_write(struct vfiov_vf *vf, u16 queue)
{
	struct device *dev = &vf->core.pdev->dev;
	int ret;

	/* An open VF is in use unless user space has let it suspend. */
	if (pm_runtime_get_if_in_use(dev) <= 0 && pm_runtime_resume_and_get(dev))
		return -EIO;
	down_read(&vf->core.memory_lock);
	ret = doorbell_write_locked(vf, queue);
	up_read(&vf->core.memory_lock);
	pm_runtime_put(dev);
	return ret;
}

int vfiov_doorbell_ring(struct vfiov_vf *vf, u16 queue)
{
	__le16 data = cpu_to_le16(queue);

	if (vf->doorbell.address)
		return doorbell_write(vf, queue);
	return vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, VIRTIO_PCI_QUEUE_NOTIFY, sizeof(data),
			      (u8 *)&data);
}

bool vfiov_doorbell_direct(struct vfiov_vf *vf)
{
	return vf->doorbell.address;
}

int vfiov_doorbell_try(struct vfiov_vf *vf, u16 queue)
{
	int ret = -EAGAIN;

	if (!down_read_trylock(&vf->core.memory_lock))
		return ret;
	/* Runtime PM may have suspended it, and only vfiov_doorbell_ring() can resume it. */
	if (!vf->core.pm_runtime_engaged) {
		doorbell_write_locked(vf, queue);
		ret = 0;
	}
	up_read(&vf->core.memory_lock);
	return ret;
}
