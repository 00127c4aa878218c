// SPDX-License-Identifier: GPL-2.0-only
/*
 * Describes region 0 to user space.
 */

#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>

#include "region.h"
#include "vf.h"

bool vfiov_vf_region_info(struct vfio_device *vdev, struct vfio_region_info *info)
{
	struct vfiov_vf *vf = container_of(vdev, struct vfiov_vf, core.vdev);

	if (!vfiov_vf_has_legacy(vf) || info->index != VFIO_PCI_BAR0_REGION_INDEX)
		return false;
	info->flags = VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE;
	info->cap_offset = 0;
	info->size = vf->bar0.size;
	info->offset = VFIO_PCI_INDEX_TO_OFFSET(VFIO_PCI_BAR0_REGION_INDEX);
	return true;
}
