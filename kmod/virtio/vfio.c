// SPDX-License-Identifier: GPL-2.0-only
/*
 * Presents a VF as a VFIO device. All calls for a native VF go to vfio_pci_core unchanged.
 */

#include <linux/pci.h>
#include <linux/uaccess.h>

#include "bar0.h"
#include "caps.h"
#include "compat.h"
#include "doorbell.h"
#include "flight.h"
#include "guard.h"
#include "intx.h"
#include "ioeventfd.h"
#include "layout.h"
#include "migration.h"
#include "overlay.h"
#include "pf.h"
#include "profiles.h"
#include "regs.h"
#include "reset.h"
#include "vf.h"
#include "vfio.h"
#include "vfs.h"

static struct vfiov_vf *to_vf(struct vfio_device *vdev)
{
	return container_of(vdev, struct vfiov_vf, core.vdev);
}

static int vf_init(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);
	struct pci_dev *pdev = to_pci_dev(vdev->dev);
	int ret;

	spin_lock_init(&vf->overlay.lock);
	vfiov_bar0_init(vf);
	vfiov_ioeventfds_init(vf);
	vfiov_intx_init(vf);
	vfiov_reset_init(vf);
	vfiov_migration_init(vf);
	vf->type = vfiov_type_find(pdev->device);
	if (pdev->is_virtfn) {
		struct vfiov_pf *pf = vfiov_guard_get(pci_physfn(pdev));

		if (IS_ERR(pf))
			return PTR_ERR(pf);
		vf->pf = pf;
	}
	vf->dev.driver = &vfiov_virtio_driver;
	vf->dev.pdev = pdev;
	ret = vfio_pci_core_init_dev(vdev);
	/* vf_release() is not called after an error. */
	if (ret && vf->pf)
		vfiov_pf_put(vf->pf);
	if (!ret)
		vfiov_vfs_add(vf);
	return ret;
}

static void vf_release(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);

	vfiov_vfs_remove(vf);
	vfio_pci_core_release_dev(vdev);
	if (vf->pf)
		vfiov_pf_put(vf->pf);
}

/* Return: 0, or -errno if the device cannot have the granted profile. */
static int open_legacy(struct vfiov_vf *vf, enum vfiov_virtio_profile profile)
{
	u32 missing = 0;
	int ret;

	if (!(vfiov_virtio_driver.available(&vf->dev, &missing) & BIT(profile)))
		return -EOPNOTSUPP;
	ret = vfiov_bar0_open(vf);
	if (!ret)
		ret = vfiov_doorbell_open(vf);
	if (!ret && profile == VFIOV_VIRTIO_LEGACY)
		ret = vfiov_caps_hide(vf);
	return ret;
}

static void close_legacy(struct vfiov_vf *vf)
{
	vfiov_caps_show(vf);
	vfiov_doorbell_close(vf);
	vfiov_overlay_reset(vf);
	vfiov_regs_reset(vf);
	vf->profile = VFIOV_VIRTIO_NATIVE;
}

static int vf_open(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);
	struct vfiov_grant grant;
	int settled = 0;
	int ret;

	ret = vfiov_device_open(&vf->dev, &grant);
	if (ret)
		return ret;

	/*
	 * Wait for old commands before the reset. A native VF uses no commands, unless it can be
	 * migrated, so it does not wait.
	 */
	if (grant.profile != VFIOV_VIRTIO_NATIVE || grant.migration)
		settled = vfiov_flight_settle(vf);
	vfiov_migration_run(vf);
	ret = settled == -EINTR ? -EINTR : vfio_pci_core_enable(&vf->core);
	if (ret)
		goto err_close;

	if (grant.profile != VFIOV_VIRTIO_NATIVE) {
		ret = settled ?: open_legacy(vf, grant.profile);
		if (ret == -EINTR)
			goto err_disable;
		if (ret) {
			/* Rate-limited, because user space can repeat the open at will. */
			dev_warn_ratelimited(&vf->core.pdev->dev, "cannot be %s (%d), is native\n",
					     vfiov_virtio_driver.profiles[grant.profile].name, ret);
			grant.profile = VFIOV_VIRTIO_NATIVE;
		}
	}
	if (grant.migration && (settled || !vfiov_migration_possible(vf)))
		grant.migration = false;
	vfiov_device_latch(&vf->dev, &grant);
	if (grant.profile == VFIOV_VIRTIO_NATIVE)
		close_legacy(vf);
	vf->profile = grant.profile;
	if (grant.migration)
		vfiov_migration_open(vf);

	vfio_pci_core_finish_enable(&vf->core);
	return 0;

err_disable:
	close_legacy(vf);
	vfio_pci_core_disable(&vf->core);
err_close:
	vfiov_device_close(&vf->dev);
	return ret;
}

static void vf_close(struct vfio_device *vdev)
{
	struct vfiov_vf *vf = to_vf(vdev);

	vfiov_migration_close(vf);
	/* Stop kicks first, because the core unmaps the doorbell's BAR. */
	vfiov_ioeventfds_close(vf);
	vfiov_intx_close(vf);
	vfio_pci_core_close_device(vdev);
	close_legacy(vf);
	vfiov_migration_run(vf);
	vfiov_device_close(&vf->dev);
}

/* Return: the region at @pos, or VFIO_PCI_NUM_REGIONS if the VF leaves all regions to the core. */
static unsigned int emulated_region(struct vfiov_vf *vf, loff_t pos)
{
	return vfiov_vf_has_legacy(vf) ? VFIO_PCI_OFFSET_TO_INDEX(pos) : VFIO_PCI_NUM_REGIONS;
}

static ssize_t vf_read(struct vfio_device *vdev, char __user *buf, size_t count, loff_t *ppos)
{
	struct vfiov_vf *vf = to_vf(vdev);

	if (!count)
		return 0;
	switch (emulated_region(vf, *ppos)) {
	case VFIO_PCI_CONFIG_REGION_INDEX:
		return vfiov_overlay_read(vf, buf, count, ppos);
	case VFIO_PCI_BAR0_REGION_INDEX:
		return vfiov_bar0_read(vf, buf, count, *ppos & VFIO_PCI_OFFSET_MASK);
	default:
		return vfio_pci_core_read(vdev, buf, count, ppos);
	}
}

static ssize_t vf_write(struct vfio_device *vdev, const char __user *buf, size_t count,
			loff_t *ppos)
{
	struct vfiov_vf *vf = to_vf(vdev);

	if (!count)
		return 0;
	switch (emulated_region(vf, *ppos)) {
	case VFIO_PCI_CONFIG_REGION_INDEX:
		return vfiov_reset_config_write(vf, buf, count, ppos);
	case VFIO_PCI_BAR0_REGION_INDEX:
		return vfiov_bar0_write(vf, buf, count, *ppos & VFIO_PCI_OFFSET_MASK);
	default:
		return vfio_pci_core_write(vdev, buf, count, ppos);
	}
}

static long vf_set_ioeventfd(struct vfiov_vf *vf, unsigned int cmd, unsigned long arg)
{
	size_t minsz = offsetofend(struct vfio_device_ioeventfd, fd);
	struct vfio_device_ioeventfd io;

	if (copy_from_user(&io, (void __user *)arg, minsz))
		return -EFAULT;
	/* The core fetches the argument again, but refuses BAR0, which the VF does not have. */
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
