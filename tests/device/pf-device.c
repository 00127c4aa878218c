// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio device below the PF: a stock device with two additional features and one additional
 * queue. Each hook calls the hook of the parent class, so it works for every kind of device.
 */
#include "device.h"
#include "admin.h"
#include "standard-headers/linux/virtio_config.h"

#ifndef VIRTIO_F_ADMIN_VQ
#define VIRTIO_F_ADMIN_VQ 41
#endif

static VirtioDeviceClass *stock_class(VirtIODevice *vdev)
{
	return VIRTIO_DEVICE_CLASS(object_class_get_parent(object_get_class(OBJECT(vdev))));
}

static uint64_t device_get_features(VirtIODevice *vdev, uint64_t features, Error **errp)
{
	return stock_class(vdev)->get_features(vdev, features, errp) | 1ull << VIRTIO_F_SR_IOV |
	       1ull << VIRTIO_F_ADMIN_VQ;
}

static void device_reset(VirtIODevice *vdev)
{
	vfdev_admin_reset(vfdev_pf_of(vdev));
	stock_class(vdev)->reset(vdev);
}

/* Stable releases of QEMU give every queue the largest size, regardless of the requested one. */
static void device_set_status(VirtIODevice *vdev, uint8_t status)
{
	if (status == VIRTIO_CONFIG_S_ACKNOWLEDGE)
		virtio_queue_set_num(vdev, VFDEV_ADMIN_QUEUE, vfdev_pf_of(vdev)->queue_size);
	stock_class(vdev)->set_status(vdev, status);
}

static void device_queue_reset(VirtIODevice *vdev, uint32_t index)
{
	if (index == VFDEV_ADMIN_QUEUE)
		vfdev_admin_drop(vfdev_pf_of(vdev));
	else if (stock_class(vdev)->queue_reset)
		stock_class(vdev)->queue_reset(vdev, index);
}

static void device_unrealize(DeviceState *dev)
{
	vfdev_admin_free(vfdev_pf_of(VIRTIO_DEVICE(dev)));
	stock_class(VIRTIO_DEVICE(dev))->unrealize(dev);
}

void vfdev_pf_device_class_init(ObjectClass *klass, void *data)
{
	VirtioDeviceClass *vdc = VIRTIO_DEVICE_CLASS(klass);

	vdc->get_features = device_get_features;
	vdc->reset = device_reset;
	vdc->set_status = device_set_status;
	vdc->queue_reset = device_queue_reset;
	vdc->unrealize = device_unrealize;
	DEVICE_CLASS(klass)->user_creatable = false;
}
