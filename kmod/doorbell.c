// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queue notifications of the legacy interface, straight to the device.
 *
 * virtio 1.3 section 2.12.1.2.5 "Legacy Notify Info Command": up to four
 * entries say in which BAR, of the owner (PF) or of the member (VF), the 16-bit
 * notification address is. The driver must validate an entry and ignore one
 * that is not valid, and may notify by an admin command where there is none.
 */

#include <linux/io.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "compat.h"
#include "doorbell.h"
#include "pf.h"
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

/*
 * Ask for the first entry of one kind.
 * Return: 1 when there is a valid one, 0 when not, -errno without an answer.
 */
static int entry_get(struct vfiov_vf *vf, struct pci_dev *pdev, u8 flags, u8 *bar, u64 *offset)
{
	int ret = vfiov_admin_notify_info(vf, flags, bar, offset);

	/* What a device says that has no such entry, or does not know the question. */
	if (ret == -ENOENT || ret == -EINVAL)
		return 0;
	if (ret)
		return ret;
	if (entry_valid(pdev, *bar, *offset))
		return 1;
	pci_info_ratelimited(vf->core.pdev,
			     "legacy notify info ignored: flags %u, BAR %u, offset %#llx\n",
			     flags, *bar, *offset);
	return 0;
}

int vfiov_doorbell_open(struct vfiov_vf *vf)
{
	struct pci_dev *pf = vf->pf->physfn;
	void __iomem *map;
	u64 offset;
	int ret;
	u8 bar;

	/* The VF's own BAR first: it is the one that goes away with the VF. */
	ret = entry_get(vf, vf->core.pdev, VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_MEM, &bar,
			&offset);
	if (ret < 0)
		return ret;
	map = ret ? vfiov_compat_barmap(&vf->core, bar) : NULL;
	if (map) {
		vf->doorbell.member = map + offset;
		return 0;
	}

	ret = entry_get(vf, pf, VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_DEV, &bar, &offset);
	if (ret > 0)
		vf->doorbell.owner = ioremap(pci_resource_start(pf, bar) + offset, 2);
	return ret < 0 ? ret : 0;
}

void vfiov_doorbell_close(struct vfiov_vf *vf)
{
	vf->doorbell.member = NULL;
	if (vf->doorbell.owner)
		iounmap(vf->doorbell.owner);
	vf->doorbell.owner = NULL;
}

static void __iomem *address(struct vfiov_vf *vf)
{
	return vf->doorbell.member ?: vf->doorbell.owner;
}

/* With memory_lock held, which a reset or a change of power takes for writing. */
static int write_locked(struct vfiov_vf *vf, u16 queue)
{
	pci_power_t state = vf->core.pdev->current_state;

	if (state == PCI_D3hot || state == PCI_D3cold)
		return -EIO;
	atomic64_inc(&vf->stats.notifies);
	iowrite16(queue, address(vf));
	return 0;
}

int vfiov_doorbell_ring(struct vfiov_vf *vf, u16 queue)
{
	__le16 data = cpu_to_le16(queue);
	int ret;

	if (address(vf)) {
		down_read(&vf->core.memory_lock);
		ret = write_locked(vf, queue);
		up_read(&vf->core.memory_lock);
		return ret;
	}
	return vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, VIRTIO_PCI_QUEUE_NOTIFY, sizeof(data),
			      (u8 *)&data);
}

bool vfiov_doorbell_direct(struct vfiov_vf *vf)
{
	return address(vf);
}

int vfiov_doorbell_try(struct vfiov_vf *vf, u16 queue)
{
	if (!down_read_trylock(&vf->core.memory_lock))
		return -EAGAIN;
	write_locked(vf, queue);
	up_read(&vf->core.memory_lock);
	return 0;
}
