// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF as a VFIO device. Everything that is native goes to vfio_pci_core as it is.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/uaccess.h>
#include <linux/virtio_pci_admin.h>

#include "admin.h"
#include "compat.h"
#include "layout.h"
#include "names.h"
#include "pf.h"
#include "state.h"
#include "vf.h"

static struct vfiov_vf *to_vf(struct vfio_device *vdev)
{
	return container_of(vdev, struct vfiov_vf, core.vdev);
}

struct vfiov_vf *vfiov_vf_find(const char *bdf)
{
	unsigned int domain, bus, slot, func;
	struct vfiov_vf *vf;

	lockdep_assert_held(&vfiov.lock);
	if (sscanf(bdf, "%x:%x:%x.%u", &domain, &bus, &slot, &func) != 4)
		return NULL;
	vf = xa_load(&vfiov.vfs, vfiov_key(domain, PCI_DEVID(bus, PCI_DEVFN(slot, func))));
	/* Numbers may be out of range, and text may come after them. */
	return vf && !strcmp(pci_name(vf->core.pdev), bdf) ? vf : NULL;
}

u32 vfiov_vf_index(struct vfiov_vf *vf)
{
	int index = pci_iov_vf_id(vf->core.pdev);

	return index < 0 ? 0 : index;
}

static bool pf_driver_ready(struct vfiov_pf *pf)
{
	struct pci_driver *driver = pci_dev_driver(pf->physfn);

	return READ_ONCE(pf->ready) && driver && !strcmp(driver->name, "virtio-pci");
}

u32 vfiov_vf_available(struct vfiov_vf *vf, u32 *missing)
{
	struct pci_dev *pdev = vf->core.pdev;
	u32 none = 0;

	if (!vf->pf)
		none |= BIT(VFIOV_MISSING_NOT_A_VF);
	else if (!pf_driver_ready(vf->pf))
		none |= BIT(VFIOV_MISSING_PF_DRIVER);
	/* virtio_pci tells only of all of the commands: optional NOTIFY_INFO included. */
	else if (!READ_ONCE(vf->pf->limit) || !virtio_pci_admin_has_legacy_io(pdev))
		none |= BIT(VFIOV_MISSING_LEGACY_COMMANDS);
	if (pci_resource_flags(pdev, 0))
		none |= BIT(VFIOV_MISSING_BAR0_IN_USE);
	if (!vf->type)
		none |= BIT(VFIOV_MISSING_DEVICE_TYPE);

	/* That virtio_pci knows of device parts since 6.13 is not enough. */
	*missing = none | BIT(VFIOV_MISSING_MIGRATION);
	if (none)
		return BIT(VFIOV_PROFILE_NATIVE);
	return BIT(VFIOV_PROFILE_NATIVE) | BIT(VFIOV_PROFILE_TRANSITIONAL) |
	       BIT(VFIOV_PROFILE_LEGACY);
}

static int vf_init(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);
	struct pci_dev *pdev = to_pci_dev(vdev->dev);
	int ret;

	spin_lock_init(&vf->overlay.lock);
	init_waitqueue_head(&vf->choice.wait);
	vfiov_bar0_init(vf);
	vfiov_ioeventfds_init(vf);
	vfiov_intx_init(vf);
	vfiov_reset_init(vf);
	vfiov_request_init(vf);
	vf->type = vfiov_type_find(pdev->device);
	if (pdev->is_virtfn) {
		struct vfiov_pf *pf = vfiov_pf_get(pci_physfn(pdev));

		if (IS_ERR(pf))
			return PTR_ERR(pf);
		vf->pf = pf;
	}
	ret = vfio_pci_core_init_dev(vdev);
	/* vf_release() is not called then. */
	if (ret && vf->pf)
		vfiov_pf_put(vf->pf);
	return ret;
}

static void vf_release(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);

	vfio_pci_core_release_dev(vdev);
	if (vf->pf)
		vfiov_pf_put(vf->pf);
}

/* Return: 0, or -errno when the device can not be what was granted. */
static int open_legacy(struct vfiov_vf *vf, enum vfiov_profile profile)
{
	u32 missing;
	int ret;

	if (!(vfiov_vf_available(vf, &missing) & BIT(profile)))
		return -EOPNOTSUPP;
	ret = vfiov_bar0_open(vf);
	if (!ret)
		ret = vfiov_doorbell_open(vf);
	if (!ret && profile == VFIOV_PROFILE_LEGACY)
		ret = vfiov_caps_hide(vf);
	return ret;
}

static void close_legacy(struct vfiov_vf *vf)
{
	vfiov_caps_show(vf);
	vfiov_doorbell_close(vf);
	vfiov_overlay_reset(vf);
	vfiov_bar0_reset(vf);
}

static int vf_open(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);
	enum vfiov_profile profile;
	int settled = 0;
	int ret;

	ret = vfiov_decide_open(vf, &profile);
	if (ret)
		return ret;

	/* Before the reset. What is native uses no commands, and waits for none. */
	if (profile != VFIOV_PROFILE_NATIVE)
		settled = vfiov_admin_settle(vf);
	ret = settled == -EINTR ? -EINTR : vfio_pci_core_enable(&vf->core);
	if (ret)
		goto err_close;

	if (profile != VFIOV_PROFILE_NATIVE) {
		ret = settled ?: open_legacy(vf, profile);
		if (ret == -EINTR)
			goto err_disable;
		if (ret) {
			/* Whoever may open it may do so all the time. */
			dev_warn_ratelimited(&vf->core.pdev->dev, "can not be %s (%d), is native\n",
					     vfiov_profile_name(profile), ret);
			profile = VFIOV_PROFILE_NATIVE;
		}
	}
	if (vfiov_decide_latch(vf, profile) == VFIOV_PROFILE_NATIVE)
		close_legacy(vf);

	vfio_pci_core_finish_enable(&vf->core);
	return 0;

err_disable:
	close_legacy(vf);
	vfio_pci_core_disable(&vf->core);
err_close:
	vfiov_decide_close(vf);
	return ret;
}

static void vf_close(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);

	/* The core unmaps the BAR that the doorbell is in. */
	vfiov_ioeventfds_close(vf);
	vfiov_intx_close(vf);
	vfio_pci_core_close_device(vdev);
	close_legacy(vf);
	vfiov_decide_close(vf);
}

static ssize_t vf_read(struct vfio_device *vdev, char __user *buf, size_t count, loff_t *ppos)
{
	struct vfiov_vf *vf = to_vf(vdev);
	unsigned int index = VFIO_PCI_OFFSET_TO_INDEX(*ppos);

	if (!count)
		return 0;
	if (vfiov_vf_has_legacy(vf)) {
		if (index == VFIO_PCI_CONFIG_REGION_INDEX)
			return vfiov_overlay_read(vf, buf, count, ppos);
		if (index == VFIO_PCI_BAR0_REGION_INDEX)
			return vfiov_bar0_read(vf, buf, count, *ppos & VFIO_PCI_OFFSET_MASK);
	}
	return vfio_pci_core_read(vdev, buf, count, ppos);
}

static ssize_t vf_write(struct vfio_device *vdev, const char __user *buf, size_t count,
			loff_t *ppos)
{
	struct vfiov_vf *vf = to_vf(vdev);
	unsigned int index = VFIO_PCI_OFFSET_TO_INDEX(*ppos);

	if (!count)
		return 0;
	if (vfiov_vf_has_legacy(vf)) {
		if (index == VFIO_PCI_CONFIG_REGION_INDEX)
			return vfiov_reset_config_write(vf, buf, count, ppos);
		if (index == VFIO_PCI_BAR0_REGION_INDEX)
			return vfiov_bar0_write(vf, buf, count, *ppos & VFIO_PCI_OFFSET_MASK);
	}
	return vfio_pci_core_write(vdev, buf, count, ppos);
}

bool vfiov_vf_region_info(struct vfio_device *vdev, struct vfio_region_info *info)
{
	struct vfiov_vf *vf = to_vf(vdev);

	if (!vfiov_vf_has_legacy(vf) || info->index != VFIO_PCI_BAR0_REGION_INDEX)
		return false;
	info->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE;
	info->cap_offset = 0;
	info->size = vf->bar0.size;
	info->offset = VFIO_PCI_INDEX_TO_OFFSET(VFIO_PCI_BAR0_REGION_INDEX);
	return true;
}

static long vf_set_ioeventfd(struct vfiov_vf *vf, unsigned int cmd, unsigned long arg)
{
	size_t minsz = offsetofend(struct vfio_device_ioeventfd, fd);
	struct vfio_device_ioeventfd io;

	if (copy_from_user(&io, (void __user *)arg, minsz))
		return -EFAULT;
	/* The core fetches it again. Of BAR0 the VF has none, and the core refuses it. */
	if (VFIO_PCI_OFFSET_TO_INDEX(io.offset) != VFIO_PCI_BAR0_REGION_INDEX)
		return vfio_pci_core_ioctl(&vf->core.vdev, cmd, arg);
	if (io.argsz < minsz || io.flags & ~VFIO_DEVICE_IOEVENTFD_SIZE_MASK || io.fd < -1)
		return -EINVAL;
	return vfiov_ioeventfd(vf, io.offset & VFIO_PCI_OFFSET_MASK, io.data, io.flags, io.fd);
}

static long vf_ioctl(struct vfio_device *vdev, unsigned int cmd, unsigned long arg)
{
	struct vfiov_vf *vf = to_vf(vdev);

	if (!vfiov_vf_has_legacy(vf))
		return vfio_pci_core_ioctl(vdev, cmd, arg);

	switch (cmd) {
	case VFIO_DEVICE_GET_REGION_INFO:
		return vfiov_compat_region_ioctl(vdev, cmd, arg);
	case VFIO_DEVICE_IOEVENTFD:
		return vf_set_ioeventfd(vf, cmd, arg);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return vfiov_intx_get_info(vf, arg);
	case VFIO_DEVICE_SET_IRQS:
		return vfiov_intx_set_irqs(vf, arg);
	}
	return vfio_pci_core_ioctl(vdev, cmd, arg);
}

const struct vfio_device_ops vfiov_vf_ops = {
	.name = KBUILD_MODNAME,
	.init = vf_init,
	.release = vf_release,
	.open_device = vf_open,
	.close_device = vf_close,
	.ioctl = vf_ioctl,
	.device_feature = vfio_pci_core_ioctl_feature,
	.read = vf_read,
	.write = vf_write,
	.mmap = vfio_pci_core_mmap,
	.request = vfio_pci_core_request,
	.match = vfio_pci_core_match,
	.bind_iommufd = vfio_iommufd_physical_bind,
	.unbind_iommufd = vfio_iommufd_physical_unbind,
	.attach_ioas = vfio_iommufd_physical_attach_ioas,
	.detach_ioas = vfio_iommufd_physical_detach_ioas,
	VFIOV_COMPAT_REGION_INFO_OP
	VFIOV_COMPAT_TOKEN_OP
};
