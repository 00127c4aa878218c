// SPDX-License-Identifier: GPL-2.0-only
/*
 * Config space of a transitional device, on top of the VF's own.
 *
 * virtio 1.3 section 4.1.2.3 "Legacy Interfaces: A Note on PCI Device Discovery": revision 0, the
 * virtio device id as subsystem id, a device id in the 0x1000 range. With the legacy profile there
 * is an interrupt pin (intx.c). All other bytes come from vfio_pci_core.
 *
 * The specification makes the subsystem vendor only informational, and a VF has the card vendor's
 * ID. Legacy drivers for Windows match 1af4 there together with the subsystem id (before 2018 they
 * match nothing else), because QEMU's devices have these ids.
 */

#include <linux/pci.h>
#include <linux/uaccess.h>
#include <linux/vfio_pci_core.h>

#include "caps.h"
#include "intx.h"
#include "layout.h"
#include "overlay.h"
#include "vf.h"

struct reg {
	u8 pos;
	u8 len;
	u32 value;
};

/* Write the part of a register that an access covers to the user buffer. */
static int put_reg(const struct reg *reg, char __user *buf, size_t count, loff_t pos)
{
	__le32 value = cpu_to_le32(reg->value);
	loff_t in_buf;
	size_t in_reg, n;

	if (!vfio_pci_core_range_intersect_range(pos, count, reg->pos, reg->len, &in_buf, &n,
						 &in_reg))
		return 0;
	return copy_to_user(buf + in_buf, (u8 *)&value + in_reg, n) ? -EFAULT : 0;
}

/* Set the bits @mask of the byte at @at to those in @bits, if the access covers that byte. */
static int put_bits(loff_t at, u8 mask, u8 bits, char __user *buf, size_t count, loff_t pos)
{
	u8 byte;

	if (at < pos || at - pos >= count)
		return 0;
	buf += at - pos;
	if (get_user(byte, (u8 __user *)buf))
		return -EFAULT;
	return put_user((u8)((byte & ~mask) | (bits & mask)), (u8 __user *)buf);
}

/*
 * A VF has no I/O decode, so only this driver implements the bit. The core's copy of the register
 * may contain the bit, too, but keeps it when the function is reset.
 */
static int put_io_decode(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos)
{
	return put_bits(PCI_COMMAND, PCI_COMMAND_IO,
			vfiov_vf_io_enabled(vf) ? PCI_COMMAND_IO : 0, buf, count, pos);
}

/* Interrupt Status shows the state of the pin even if it is disabled (PCI 3.0 section 6.2.3). */
static int put_pin_status(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos)
{
	return put_bits(PCI_STATUS, PCI_STATUS_INTERRUPT,
			vfiov_intx_pending(vf) ? PCI_STATUS_INTERRUPT : 0, buf, count, pos);
}

/* Hide that intx.c has enabled MSI-X: the guest has not. */
static int put_msix_off(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t pos)
{
	if (!READ_ONCE(vf->intx.vectors))
		return 0;
	return put_bits(vf->core.pdev->msix_cap + PCI_MSIX_FLAGS + 1, PCI_MSIX_FLAGS_ENABLE >> 8, 0,
			buf, count, pos);
}

/*
 * Check that the whole access is within config space, before it has any effect. The core refuses
 * other accesses with the same error. The check also bounds the loops over single bytes.
 */
static int check_range(struct vfiov_vf *vf, size_t count, loff_t pos)
{
	int size = vf->core.pdev->cfg_size;

	return pos >= size || count > size - pos ? -EFAULT : 0;
}

ssize_t vfiov_overlay_read(struct vfiov_vf *vf, char __user *buf, size_t count, loff_t *ppos)
{
	loff_t pos = *ppos & VFIO_PCI_OFFSET_MASK;
	struct reg regs[] = {
		{ PCI_DEVICE_ID, 2, vf->type->legacy_id },
		{ PCI_REVISION_ID, 1, 0 },
		{ PCI_SUBSYSTEM_VENDOR_ID, 2, PCI_VENDOR_ID_REDHAT_QUMRANET },
		{ PCI_SUBSYSTEM_ID, 2, vf->type->virtio_id },
		{ PCI_BASE_ADDRESS_0, 4, 0 },
		{ PCI_INTERRUPT_PIN, 1, vfiov_intx_possible(vf) },
	};
	ssize_t done;
	int ret;

	ret = check_range(vf, count, pos);
	if (ret)
		return ret;
	done = vfio_pci_core_read(&vf->core.vdev, buf, count, ppos);
	if (done <= 0)
		return done;

	spin_lock(&vf->overlay.lock);
	regs[4].value = (le32_to_cpu(vf->overlay.bar0) & ~(vf->bar0.size - 1)) |
			PCI_BASE_ADDRESS_SPACE_IO;
	spin_unlock(&vf->overlay.lock);

	for (unsigned int i = 0; i < ARRAY_SIZE(regs); i++) {
		ret = put_reg(&regs[i], buf, done, pos);
		if (ret)
			return ret;
	}
	ret = put_io_decode(vf, buf, done, pos);
	if (!ret)
		ret = put_pin_status(vf, buf, done, pos);
	if (!ret)
		ret = put_msix_off(vf, buf, done, pos);
	if (!ret)
		ret = vfiov_caps_overlay(vf, buf, done, pos);
	return ret ?: done;
}

/* The bytes of a register that a write covers. */
struct patch {
	size_t at;
	size_t len;
	u8 bytes[4];
};

static int get_patch(struct patch *p, unsigned int reg, unsigned int len,
		     const char __user *buf, size_t count, loff_t pos)
{
	loff_t in_buf;

	p->len = 0;
	if (!vfio_pci_core_range_intersect_range(pos, count, reg, len, &in_buf, &p->len, &p->at))
		return 0;
	return copy_from_user(p->bytes, buf + in_buf, p->len) ? -EFAULT : 0;
}

/*
 * Copy into @reg those bytes of @p that are among the @done bytes that the core accepted at @pos.
 */
static void apply_patch(const struct patch *p, void *reg, unsigned int at, size_t done, loff_t pos)
{
	/* A patch starts at @pos or later, unless it is empty. */
	if (p->len && pos + done > at + p->at)
		memcpy(reg + p->at, p->bytes, min_t(size_t, p->len, pos + done - (at + p->at)));
}

/*
 * Read the guest's bytes before the core does, and keep only those that the core accepted, so that
 * a failed write changes nothing. The core reads them again, but does not use those that are kept
 * here.
 */
static ssize_t write_visible(struct vfiov_vf *vf, const char __user *buf, size_t count,
			     loff_t *ppos)
{
	loff_t pos = *ppos & VFIO_PCI_OFFSET_MASK;
	struct patch command, bar0;
	__le16 new_command;
	ssize_t done;
	int ret;

	ret = get_patch(&command, PCI_COMMAND, 2, buf, count, pos);
	if (!ret)
		ret = get_patch(&bar0, PCI_BASE_ADDRESS_0, 4, buf, count, pos);
	if (ret)
		return ret;

	done = vfio_pci_core_write(&vf->core.vdev, buf, count, ppos);
	if (done <= 0)
		return done;

	spin_lock(&vf->overlay.lock);
	new_command = vf->overlay.command;
	apply_patch(&command, &new_command, PCI_COMMAND, done, pos);
	WRITE_ONCE(vf->overlay.command, new_command);
	apply_patch(&bar0, &vf->overlay.bar0, PCI_BASE_ADDRESS_0, done, pos);
	spin_unlock(&vf->overlay.lock);
	/* The write may have enabled the pin. */
	if (command.len)
		vfiov_intx_deliver(vf);
	return done;
}

/* Split the write at hidden capabilities, and drop the bytes written to them. */
ssize_t vfiov_overlay_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
			    loff_t *ppos)
{
	size_t done = 0;
	bool hidden;
	int ret;

	ret = check_range(vf, count, *ppos & VFIO_PCI_OFFSET_MASK);
	if (ret)
		return ret;
	while (done < count) {
		size_t n = vfiov_caps_run(vf, *ppos & VFIO_PCI_OFFSET_MASK, count - done, &hidden);
		ssize_t taken = n;

		if (hidden)
			*ppos += n;
		else
			taken = write_visible(vf, buf + done, n, ppos);
		if (taken < 0)
			return taken;
		done += taken;
		if (taken != n)
			break;
	}
	return done;
}

void vfiov_overlay_reset(struct vfiov_vf *vf)
{
	spin_lock(&vf->overlay.lock);
	WRITE_ONCE(vf->overlay.command, 0);
	vf->overlay.bar0 = 0;
	spin_unlock(&vf->overlay.lock);
}

/*
 * The bit is not virtualized: the guest reads it back, and a later write of the guest changes it.
 * With the bit set, the device can reach only the memory that the IOMMU maps for this guest.
 */
void vfiov_overlay_set_master(struct vfiov_vf *vf)
{
	down_read(&vf->core.memory_lock);
	/* The guest may have put the function to sleep since the access began. */
	if (vf->core.pdev->current_state == PCI_D0) {
		pci_set_master(vf->core.pdev);
		spin_lock(&vf->overlay.lock);
		WRITE_ONCE(vf->overlay.command,
			   vf->overlay.command | cpu_to_le16(PCI_COMMAND_MASTER));
		spin_unlock(&vf->overlay.lock);
	}
	up_read(&vf->core.memory_lock);
}
