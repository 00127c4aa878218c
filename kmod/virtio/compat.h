/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_COMPAT_H
#define VFIOV_COMPAT_H

/*
 * Hides all differences between the supported kernels, 6.12 to 7.2, from the rest of the code.
 */

#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vfio_pci_core.h>
#include <linux/workqueue.h>

#include "region.h"

#define VFIOV_SINCE(major, minor)	(LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

/**
 * vfiov_compat_barmap() - have the core map a BAR until the device is closed
 * @core: an open device
 * @bar: number of a memory BAR of the device
 *
 * Return: the address, or NULL.
 */
static inline void __iomem *vfiov_compat_barmap(struct vfio_pci_core_device *core, int bar)
{
#if VFIOV_SINCE(7, 2)
	/* The core maps BARs when it enables the device. */
	void __iomem *map = vfio_pci_core_get_iomap(core, bar);

	return IS_ERR(map) ? NULL : map;
#else
	return vfio_pci_core_setup_barmap(core, bar) ? NULL : core->barmap[bar];
#endif
}

/* Workqueues used to be per-CPU by default; newer kernels warn unless a flag says so. */
#if VFIOV_SINCE(6, 18)
#define VFIOV_COMPAT_WQ_PERCPU		WQ_PERCPU
#else
#define VFIOV_COMPAT_WQ_PERCPU		0
#endif

/* True if virtio_pci exports calls for device parts, which migration needs. */
#define VFIOV_COMPAT_DEV_PARTS		VFIOV_SINCE(6, 13)

/* Members of struct vfio_device_ops that only some kernels have: VFIOV_COMPAT_..._OP. */
#if VFIOV_SINCE(6, 19)
static inline int vfiov_compat_region_info(struct vfio_device *vdev, struct vfio_region_info *info,
					   struct vfio_info_cap *caps)
{
	if (vfiov_vf_region_info(vdev, info))
		return 0;
	return vfio_pci_ioctl_get_region_info(vdev, info, caps);
}

#define VFIOV_COMPAT_REGION_INFO_OP	.get_region_info_caps = vfiov_compat_region_info,
#else
#define VFIOV_COMPAT_REGION_INFO_OP
#endif

/* VFIO_DEVICE_GET_REGION_INFO, for kernels without the operation above. */
static inline long vfiov_compat_region_ioctl(struct vfio_device *vdev, unsigned int cmd,
					     unsigned long arg)
{
	size_t minsz = offsetofend(struct vfio_region_info, offset);
	struct vfio_region_info info;

	if (copy_from_user(&info, (void __user *)arg, minsz))
		return -EFAULT;
	/*
	 * The core fetches the argument again. If user space changes its index to BAR0 in the
	 * meantime, that is harmless: to the core, a VF has no BAR0.
	 */
	if (info.argsz < minsz || !vfiov_vf_region_info(vdev, &info))
		return vfio_pci_core_ioctl(vdev, cmd, arg);
	info.argsz = minsz;
	return copy_to_user((void __user *)arg, &info, minsz) ? -EFAULT : 0;
}

#if VFIOV_SINCE(6, 17)
#define VFIOV_COMPAT_TOKEN_OP		.match_token_uuid = vfio_pci_core_match_token_uuid,
#else
#define VFIOV_COMPAT_TOKEN_OP
#endif

#endif
