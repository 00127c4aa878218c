// SPDX-License-Identifier: GPL-2.0-only
/*
 * Restores a VF from device parts. They are checked when they are set, and applied when the VF is
 * resumed.
 */
#include "restore.h"
#include "hw/pci/msix.h"
#include "qemu/bswap.h"
#include "standard-headers/linux/virtio_config.h"
#include "standard-headers/linux/virtio_pci.h"

#define STATUS_KNOWN                                                                           \
	(VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER | VIRTIO_CONFIG_S_DRIVER_OK |    \
	 VIRTIO_CONFIG_S_FEATURES_OK | VIRTIO_CONFIG_S_NEEDS_RESET | VIRTIO_CONFIG_S_FAILED)

static VirtIODevice *device_of(struct vfdev_vf *vf)
{
	return virtio_bus_get_device(&vf->proxy.bus);
}

static bool bad_vector(struct vfdev_vf *vf, uint16_t vector)
{
	return vector != VIRTIO_NO_VECTOR && vector >= vf->proxy.nvectors;
}

static const char *check_common(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	uint32_t offset = ldl_le_p(part->selector);
	uint32_t size = 2;

	switch (offset) {
	case VIRTIO_PCI_COMMON_DFSELECT:
	case VIRTIO_PCI_COMMON_GFSELECT:
		size = 4;
		break;
	case VIRTIO_PCI_COMMON_MSIX:
	case VIRTIO_PCI_COMMON_NUMQ:
	case VIRTIO_PCI_COMMON_Q_SELECT:
		break;
	default:
		return "unknown field of the common configuration";
	}
	if (part->len != size)
		return "wrong length of a field of the common configuration";
	if (offset == VIRTIO_PCI_COMMON_NUMQ &&
	    lduw_le_p(part->value) != vfdev_vf_queues(vf))
		return "wrong number of queues";
	if (offset == VIRTIO_PCI_COMMON_MSIX && bad_vector(vf, lduw_le_p(part->value)))
		return "configuration vector does not exist";
	return NULL;
}

static const char *check_features(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	uint64_t offered = device_of(vf)->host_features;

	if (part->len != 8)
		return "wrong length of features";
	if (part->type == VFDEV_PART_DEV_FEATURES)
		return ldq_le_p(part->value) == offered ? NULL
							: "the source offered other features";
	return ldq_le_p(part->value) & ~offered ? "features are not offered" : NULL;
}

static const char *check_queue(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	VirtIODevice *vdev = device_of(vf);
	unsigned n = lduw_le_p(part->selector), max;

	if (part->len != VFDEV_PART_VQ_SIZE)
		return "wrong length of a queue's configuration";
	if (n >= vfdev_vf_queues(vf))
		return "no such queue";
	/* If the driver has requested several pairs, QEMU has other queues at these indices. */
	max = MAX(virtio_queue_get_max_num(vdev, n), virtio_queue_get_max_num(vdev, 0));
	if (lduw_le_p(part->value) > max)
		return "invalid queue size";
	if (bad_vector(vf, lduw_le_p(part->value + 2)))
		return "queue vector does not exist";
	return lduw_le_p(part->value + 4) > 1 ? "invalid enable flag of a queue" : NULL;
}

static const char *check_notify(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	unsigned n = lduw_le_p(part->selector);

	if (part->len != VFDEV_PART_VQ_NOTIFY_SIZE)
		return "wrong length of a queue's notification";
	if (n >= vfdev_vf_queues(vf))
		return "notification of a queue that does not exist";
	return lduw_le_p(part->value) == n ? NULL : "wrong location of a queue's doorbell";
}

static const char *check_known(struct vfdev_vf *vf, const struct vfdev_part *part, bool *known)
{
	*known = true;
	switch (part->type) {
	case VFDEV_PART_DEV_FEATURES:
	case VFDEV_PART_DRV_FEATURES:
		return check_features(vf, part);
	case VFDEV_PART_PCI_COMMON_CFG:
		return check_common(vf, part);
	case VFDEV_PART_DEVICE_STATUS:
		if (part->len != 1)
			return "wrong length of the status";
		return *part->value & ~STATUS_KNOWN ? "unknown status bit" : NULL;
	case VFDEV_PART_VQ_CFG:
		return check_queue(vf, part);
	case VFDEV_PART_VQ_NOTIFY_CFG:
		return check_notify(vf, part);
	}
	*known = false;
	if (VFDEV_VF_GET_CLASS(vf)->check_part)
		return VFDEV_VF_GET_CLASS(vf)->check_part(vf, part, known);
	return NULL;
}

const char *vfdev_restore_check(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	const char *wrong;
	bool known;

	wrong = check_known(vf, part, &known);
	if (!known && !(part->flags & VFDEV_PART_OPTIONAL))
		return "unknown part";
	return wrong;
}

bool vfdev_restore_ignores(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	bool known;

	check_known(vf, part, &known);
	return !known;
}

static void use_vector(struct vfdev_vf *vf, uint16_t vector)
{
	if (vector < vf->proxy.nvectors)
		msix_vector_use(&vf->proxy.pci_dev, vector);
}

static void restore_common(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	VirtIODevice *vdev = device_of(vf);

	switch (ldl_le_p(part->selector)) {
	case VIRTIO_PCI_COMMON_DFSELECT:
		vf->proxy.dfselect = ldl_le_p(part->value);
		break;
	case VIRTIO_PCI_COMMON_GFSELECT:
		vf->proxy.gfselect = ldl_le_p(part->value);
		break;
	case VIRTIO_PCI_COMMON_MSIX:
		vdev->config_vector = lduw_le_p(part->value);
		use_vector(vf, vdev->config_vector);
		break;
	case VIRTIO_PCI_COMMON_Q_SELECT:
		vdev->queue_sel = lduw_le_p(part->value);
		break;
	}
}

static void restore_queue(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	VirtIODevice *vdev = device_of(vf);
	unsigned n = lduw_le_p(part->selector);
	VirtIOPCIQueue *q = &vf->proxy.vqs[n];
	uint64_t desc = ldq_le_p(part->value + 8);
	uint64_t avail = ldq_le_p(part->value + 16);
	uint64_t used = ldq_le_p(part->value + 24);

	q->num = lduw_le_p(part->value);
	q->enabled = lduw_le_p(part->value + 4) && virtio_vdev_has_feature(vdev, VIRTIO_F_VERSION_1);
	q->desc[0] = desc;
	q->desc[1] = desc >> 32;
	q->avail[0] = avail;
	q->avail[1] = avail >> 32;
	q->used[0] = used;
	q->used[1] = used >> 32;
	virtio_queue_set_num(vdev, n, q->num);
	virtio_queue_set_vector(vdev, n, lduw_le_p(part->value + 2));
	use_vector(vf, lduw_le_p(part->value + 2));
	if (!desc || !lduw_le_p(part->value + 4))
		return;
	virtio_queue_set_rings(vdev, n, desc, avail, used);
	/*
	 * All buffers that were taken have been returned, so the ring itself shows the device's
	 * position.
	 */
	virtio_queue_restore_last_avail_idx(vdev, n);
	virtio_queue_update_used_idx(vdev, n);
	virtio_queue_invalidate_signalled_used(vdev, n);
}

void vfdev_restore(struct vfdev_vf *vf, const struct vfdev_parts *parts)
{
	VirtIODevice *vdev = device_of(vf);
	const uint8_t *at = parts->data;
	size_t left = parts->len;
	struct vfdev_part part;
	uint8_t status = 0;

	virtio_bus_reset(&vf->proxy.bus);
	msix_unuse_all_vectors(&vf->proxy.pci_dev);
	memset(vf->proxy.vqs, 0, sizeof(vf->proxy.vqs));

	while (vfdev_part_next(&at, &left, &part) > 0) {
		switch (part.type) {
		case VFDEV_PART_DRV_FEATURES:
			virtio_set_features(vdev, ldq_le_p(part.value));
			vf->proxy.guest_features[0] = ldl_le_p(part.value);
			vf->proxy.guest_features[1] = ldl_le_p(part.value + 4);
			break;
		case VFDEV_PART_PCI_COMMON_CFG:
			restore_common(vf, &part);
			break;
		case VFDEV_PART_DEVICE_STATUS:
			status = part.value[0];
			break;
		case VFDEV_PART_VQ_CFG:
			restore_queue(vf, &part);
			break;
		default:
			if (VFDEV_VF_GET_CLASS(vf)->set_part)
				VFDEV_VF_GET_CLASS(vf)->set_part(vf, &part);
		}
	}
	/* The queues come before the status, which starts the device. */
	if (status)
		virtio_set_status(vdev, status);
}
