// SPDX-License-Identifier: GPL-2.0-only
#include "legacy.h"
#include "hw/pci/msix.h"
#include "qemu/bswap.h"
#include "standard-headers/linux/virtio_config.h"
#include "standard-headers/linux/virtio_pci.h"

#define QUEUE_SHIFT VIRTIO_PCI_QUEUE_ADDR_SHIFT
#define QUEUE_SIZE_MAX 256

/*
 * Sizes of the fields of the common configuration, by offset; 0 means that no field begins there.
 */
static const uint8_t field_size[] = {
	[VIRTIO_PCI_HOST_FEATURES] = 4, [VIRTIO_PCI_GUEST_FEATURES] = 4,
	[VIRTIO_PCI_QUEUE_PFN] = 4,	[VIRTIO_PCI_QUEUE_NUM] = 2,
	[VIRTIO_PCI_QUEUE_SEL] = 2,	[VIRTIO_PCI_QUEUE_NOTIFY] = 2,
	[VIRTIO_PCI_STATUS] = 1,	[VIRTIO_PCI_ISR] = 1,
	[VIRTIO_MSI_CONFIG_VECTOR] = 2, [VIRTIO_MSI_QUEUE_VECTOR] = 2,
};

static bool one_field(VirtIOPCIProxy *proxy, unsigned offset, size_t len)
{
	if (offset >= VIRTIO_PCI_CONFIG_OFF(msix_enabled(&proxy->pci_dev)))
		return false;
	return len && field_size[offset] == len;
}

/*
 * Some stable releases of QEMU give every queue the largest size. A legacy driver cannot request
 * less, and SeaBIOS refuses queues of more than 256 entries.
 */
static void limit_queues(VirtIODevice *vdev)
{
	for (int n = 0; n < VIRTIO_QUEUE_MAX; n++) {
		if (virtio_queue_get_num(vdev, n) > QUEUE_SIZE_MAX)
			virtio_queue_set_num(vdev, n, QUEUE_SIZE_MAX);
	}
}

/* Does what QEMU's own proxy does for a reset by the driver. */
static void reset(VirtIOPCIProxy *proxy)
{
	virtio_bus_reset(&proxy->bus);
	limit_queues(virtio_bus_get_device(&proxy->bus));
	msix_unuse_all_vectors(&proxy->pci_dev);
	memset(proxy->vqs, 0, sizeof(proxy->vqs));
}

static uint16_t swap_vector(VirtIOPCIProxy *proxy, uint16_t old, uint16_t new)
{
	if (old != VIRTIO_NO_VECTOR)
		msix_vector_unuse(&proxy->pci_dev, old);
	if (new >= proxy->nvectors)
		return VIRTIO_NO_VECTOR;
	msix_vector_use(&proxy->pci_dev, new);
	return new;
}

static void set_status(VirtIOPCIProxy *proxy, VirtIODevice *vdev, uint8_t status)
{
	bool ok = status & VIRTIO_CONFIG_S_DRIVER_OK;

	if (!ok)
		virtio_bus_stop_ioeventfd(&proxy->bus);
	virtio_set_status(vdev, status);
	if (ok)
		virtio_bus_start_ioeventfd(&proxy->bus);
	if (!status)
		reset(proxy);
}

/*
 * An address of 0 stops only this queue (the legacy interface's note on virtqueue configuration).
 */
static void set_address(VirtIOPCIProxy *proxy, VirtIODevice *vdev, uint32_t pfn)
{
	if (pfn) {
		virtio_queue_set_addr(vdev, vdev->queue_sel, (hwaddr)pfn << QUEUE_SHIFT);
		return;
	}
	swap_vector(proxy, virtio_queue_vector(vdev, vdev->queue_sel), VIRTIO_NO_VECTOR);
	virtio_queue_reset(vdev, vdev->queue_sel);
}

void vfdev_legacy_notify(VirtIOPCIProxy *proxy, uint64_t queue)
{
	if (queue < VIRTIO_QUEUE_MAX && !VFDEV_VF(proxy)->stopped)
		virtio_queue_notify(virtio_bus_get_device(&proxy->bus), queue);
}

bool vfdev_legacy_common_write(VirtIOPCIProxy *proxy, unsigned offset, const uint8_t *data,
			       size_t len)
{
	VirtIODevice *vdev = virtio_bus_get_device(&proxy->bus);
	uint32_t value;

	if (!one_field(proxy, offset, len))
		return false;
	value = ldn_le_p(data, len);
	switch (offset) {
	case VIRTIO_PCI_GUEST_FEATURES:
		/* bits 32 to 63 count as not acknowledged */
		virtio_set_features(vdev, value);
		break;
	case VIRTIO_PCI_QUEUE_PFN:
		set_address(proxy, vdev, value);
		break;
	case VIRTIO_PCI_QUEUE_SEL:
		if (value < VIRTIO_QUEUE_MAX)
			vdev->queue_sel = value;
		break;
	case VIRTIO_PCI_QUEUE_NOTIFY:
		vfdev_legacy_notify(proxy, value);
		break;
	case VIRTIO_PCI_STATUS:
		set_status(proxy, vdev, value);
		break;
	case VIRTIO_MSI_CONFIG_VECTOR:
		vdev->config_vector = swap_vector(proxy, vdev->config_vector, value);
		break;
	case VIRTIO_MSI_QUEUE_VECTOR:
		value = swap_vector(proxy, virtio_queue_vector(vdev, vdev->queue_sel), value);
		virtio_queue_set_vector(vdev, vdev->queue_sel, value);
		break;
	default:
		/* a read-only field: a write has no effect, and is not an error on a real device */
		break;
	}
	return true;
}

bool vfdev_legacy_common_read(VirtIOPCIProxy *proxy, unsigned offset, uint8_t *data, size_t len)
{
	VirtIODevice *vdev = virtio_bus_get_device(&proxy->bus);
	uint32_t value = 0;

	if (!one_field(proxy, offset, len))
		return false;
	switch (offset) {
	case VIRTIO_PCI_HOST_FEATURES:
		value = vdev->host_features;
		break;
	case VIRTIO_PCI_GUEST_FEATURES:
		value = vdev->guest_features;
		break;
	case VIRTIO_PCI_QUEUE_PFN:
		value = virtio_queue_get_addr(vdev, vdev->queue_sel) >> QUEUE_SHIFT;
		break;
	case VIRTIO_PCI_QUEUE_NUM:
		value = virtio_queue_get_num(vdev, vdev->queue_sel);
		break;
	case VIRTIO_PCI_QUEUE_SEL:
		value = vdev->queue_sel;
		break;
	case VIRTIO_PCI_QUEUE_NOTIFY:
		/*
		 * the specification does not define a read; QEMU's own transitional device returns
		 * this
		 */
		value = 0xffff;
		break;
	case VIRTIO_PCI_STATUS:
		value = vdev->status;
		break;
	case VIRTIO_PCI_ISR:
		value = qatomic_xchg(&vdev->isr, 0);
		pci_irq_deassert(&proxy->pci_dev);
		break;
	case VIRTIO_MSI_CONFIG_VECTOR:
		value = vdev->config_vector;
		break;
	case VIRTIO_MSI_QUEUE_VECTOR:
		value = virtio_queue_vector(vdev, vdev->queue_sel);
		break;
	}
	stn_le_p(data, len, value);
	return true;
}

/*
 * Any alignment and length is allowed: the access "refers to a single field" and is "completely
 * within" it.
 */
static bool in_one_field(struct vfdev_vf *vf, unsigned offset, size_t len)
{
	size_t config_len = virtio_bus_get_device(&vf->proxy.bus)->config_len;
	const struct vfdev_field *field;

	if (!len || offset + len > config_len)
		return false;
	for (field = VFDEV_VF_GET_CLASS(vf)->fields; field->size; field++) {
		if (offset >= field->offset && offset + len <= field->offset + field->size)
			return true;
	}
	return false;
}

bool vfdev_legacy_device_read(struct vfdev_vf *vf, unsigned offset, uint8_t *data, size_t len)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);

	if (!in_one_field(vf, offset, len))
		return false;
	for (size_t i = 0; i < len; i++)
		data[i] = virtio_config_readb(vdev, offset + i);
	return true;
}

bool vfdev_legacy_device_write(struct vfdev_vf *vf, unsigned offset, const uint8_t *data,
			       size_t len)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);

	if (!in_one_field(vf, offset, len))
		return false;
	for (size_t i = 0; i < len; i++)
		virtio_config_writeb(vdev, offset + i, data[i]);
	return true;
}
