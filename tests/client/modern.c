// SPDX-License-Identifier: GPL-2.0-only
#include "modern.h"

#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>

#include "util.h"

static int config_read(struct vfio_vf *vf, unsigned int offset, void *buf, size_t len)
{
	return vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, offset, buf, len);
}

/* Finds the next capability after *@at with this id; 0 means the first. */
static int next(struct vfio_vf *vf, uint8_t id, uint8_t *at)
{
	uint8_t head[2];
	int r;

	r = config_read(vf, *at ? *at + PCI_CAP_LIST_NEXT : PCI_CAPABILITY_LIST, at, 1);
	for (int left = 48; r == 0 && *at && left; left--) {
		r = config_read(vf, *at, head, sizeof(head));
		if (r < 0 || head[PCI_CAP_LIST_ID] == id)
			return r;
		*at = head[PCI_CAP_LIST_NEXT];
	}
	return r < 0 ? r : -ENOENT;
}

int modern_capability(struct vfio_vf *vf, uint8_t id, unsigned int *offset)
{
	uint8_t at = 0;
	int r = next(vf, id, &at);

	*offset = at;
	return r;
}

int modern_find(struct modern *modern, struct vfio_vf *vf)
{
	struct virtio_pci_notify_cap cap;
	uint8_t at = 0;
	int found = 0;

	*modern = (struct modern){ .vf = vf };
	while (next(vf, PCI_CAP_ID_VNDR, &at) == 0) {
		int r = config_read(vf, at, &cap, sizeof(cap));

		if (r < 0)
			return r;
		if (cap.cap.cfg_type == VIRTIO_PCI_CAP_COMMON_CFG) {
			modern->common_bar = cap.cap.bar;
			modern->common = le32toh(cap.cap.offset);
			found |= 1;
		} else if (cap.cap.cfg_type == VIRTIO_PCI_CAP_DEVICE_CFG) {
			modern->device_bar = cap.cap.bar;
			modern->device = le32toh(cap.cap.offset);
			modern->device_len = le32toh(cap.cap.length);
			found |= 2;
		} else if (cap.cap.cfg_type == VIRTIO_PCI_CAP_NOTIFY_CFG) {
			modern->notify_bar = cap.cap.bar;
			modern->notify = le32toh(cap.cap.offset);
			modern->notify_multiplier = le32toh(cap.notify_off_multiplier);
		}
	}
	return found == 3 ? 0 : -ENOENT;
}

int modern_config(struct modern *modern, unsigned int offset, void *buf, size_t len)
{
	if (offset + len > modern->device_len)
		return -ERANGE;
	/* Reads byte by byte, because a BAR supports only naturally aligned reads. */
	for (size_t i = 0; i < len; i++) {
		int r = vfio_read(modern->vf, modern->device_bar, modern->device + offset + i,
				  (uint8_t *)buf + i, 1);

		if (r < 0)
			return r;
	}
	return 0;
}

int modern_queue_size(struct modern *modern, uint16_t *size)
{
	int r = vfio_read(modern->vf, modern->common_bar, modern->common + VIRTIO_PCI_COMMON_Q_SIZE,
			  size, sizeof(*size));

	*size = le16toh(*size);
	return r;
}
