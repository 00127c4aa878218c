// SPDX-License-Identifier: GPL-2.0-only
#include "legacy.h"

#include <linux/virtio_config.h>

#include "util.h"

void legacy_init(struct legacy_dev *dev, struct vfio_vf *vf)
{
	*dev = (struct legacy_dev){ .vf = vf };
}

int legacy_in(struct legacy_dev *dev, unsigned int offset, unsigned int size, uint32_t *value)
{
	uint64_t start = util_now_ns();
	uint32_t raw = 0;
	int r;

	dev->accesses++;
	r = vfio_read(dev->vf, VFIO_PCI_BAR0_REGION_INDEX, offset, &raw, size);
	dev->spent_ns += util_now_ns() - start;
	*value = le32toh(raw);
	return r;
}

int legacy_out(struct legacy_dev *dev, unsigned int offset, unsigned int size, uint32_t value)
{
	uint64_t start = util_now_ns();
	uint32_t raw = htole32(value);
	int r;

	dev->accesses++;
	r = vfio_write(dev->vf, VFIO_PCI_BAR0_REGION_INDEX, offset, &raw, size);
	dev->spent_ns += util_now_ns() - start;
	return r;
}

/* Writes a register, reads it back, and returns @refused if its value differs. */
static int set(struct legacy_dev *dev, unsigned int offset, unsigned int size, uint32_t value,
	       int refused)
{
	uint32_t got;
	int r;

	r = legacy_out(dev, offset, size, value);
	if (r < 0)
		return r;
	r = legacy_in(dev, offset, size, &got);
	if (r < 0)
		return r;
	return got == value ? 0 : refused;
}

int legacy_reset(struct legacy_dev *dev)
{
	return set(dev, VIRTIO_PCI_STATUS, 1, 0, -EIO);
}

int legacy_status_add(struct legacy_dev *dev, uint8_t bits)
{
	uint32_t status;
	int r;

	r = legacy_in(dev, VIRTIO_PCI_STATUS, 1, &status);
	if (r < 0)
		return r;
	return legacy_out(dev, VIRTIO_PCI_STATUS, 1, status | bits);
}

int legacy_features(struct legacy_dev *dev, uint32_t *offered)
{
	return legacy_in(dev, VIRTIO_PCI_HOST_FEATURES, 4, offered);
}

int legacy_features_accept(struct legacy_dev *dev, uint32_t accepted)
{
	return legacy_out(dev, VIRTIO_PCI_GUEST_FEATURES, 4, accepted);
}

int legacy_config_read(struct legacy_dev *dev, unsigned int offset, void *buf, size_t len)
{
	uint8_t *bytes = buf;
	uint32_t value;
	int r;

	for (size_t i = 0; i < len; i++) {
		r = legacy_in(dev, VIRTIO_PCI_CONFIG_OFF(dev->msix) + offset + i, 1, &value);
		if (r < 0)
			return r;
		bytes[i] = value;
	}
	return 0;
}

int legacy_msix(struct legacy_dev *dev, const int *fds, unsigned int n)
{
	int r;

	if (n == 0)
		r = vfio_irq_disable(dev->vf, VFIO_PCI_MSIX_IRQ_INDEX);
	else
		r = vfio_irq_enable(dev->vf, VFIO_PCI_MSIX_IRQ_INDEX, fds, n);
	if (r < 0)
		return r;
	dev->msix = n > 0;
	return 0;
}

/* A device without a free vector returns NO_VECTOR. */
static int vector_set(struct legacy_dev *dev, unsigned int offset, uint16_t vector)
{
	return set(dev, offset, 2, vector, -EBUSY);
}

int legacy_config_vector(struct legacy_dev *dev, uint16_t vector)
{
	return vector_set(dev, VIRTIO_MSI_CONFIG_VECTOR, vector);
}

int legacy_queue_size(struct legacy_dev *dev, uint16_t index, uint16_t *size)
{
	uint32_t value;
	int r;

	r = legacy_out(dev, VIRTIO_PCI_QUEUE_SEL, 2, index);
	if (r < 0)
		return r;
	r = legacy_in(dev, VIRTIO_PCI_QUEUE_NUM, 2, &value);
	*size = value;
	return r;
}

static int queue_tell(struct legacy_dev *dev, uint16_t vector, const struct virtq *q)
{
	uint32_t pfn = q->mem.iova >> VIRTIO_PCI_QUEUE_ADDR_SHIFT;
	int r;

	r = set(dev, VIRTIO_PCI_QUEUE_PFN, 4, pfn, -EIO);
	if (r < 0)
		return r;
	return dev->msix ? vector_set(dev, VIRTIO_MSI_QUEUE_VECTOR, vector) : 0;
}

int legacy_queue_setup(struct legacy_dev *dev, uint16_t index, uint16_t vector, struct virtq *q)
{
	uint16_t size;
	int r;

	r = legacy_queue_size(dev, index, &size);
	if (r < 0)
		return r;
	r = virtq_alloc(q, dev->vf, index, size);
	if (r < 0)
		return r;
	r = queue_tell(dev, vector, q);
	if (r < 0)
		virtq_free(q, dev->vf);
	return r;
}

int legacy_kick(struct legacy_dev *dev, const struct virtq *q)
{
	return legacy_out(dev, VIRTIO_PCI_QUEUE_NOTIFY, 2, q->index);
}
