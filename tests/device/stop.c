// SPDX-License-Identifier: GPL-2.0-only
#include "stop.h"
#include "restore.h"
#include "standard-headers/linux/virtio_config.h"

static uint64_t deaf_read(void *opaque, hwaddr at, unsigned size)
{
	return 0;
}

static void deaf_write(void *opaque, hwaddr at, uint64_t value, unsigned size)
{
}

static const MemoryRegionOps deaf_ops = {
	.read = deaf_read,
	.write = deaf_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.impl = { .min_access_size = 1, .max_access_size = 4 },
};

/* Covers the doorbells of QEMU's own proxy, and its ioeventfds, while the VF is stopped. */
void vfdev_stop_init(struct vfdev_vf *vf)
{
	VirtIOPCIProxy *proxy = &vf->proxy;

	memory_region_init_io(&vf->deaf, OBJECT(vf), &deaf_ops, vf, "vfdev-deaf", proxy->notify.size);
	memory_region_set_enabled(&vf->deaf, false);
	memory_region_add_subregion_overlap(&proxy->modern_bar, proxy->notify.offset, &vf->deaf, 2);
}

void vfdev_stop_exit(struct vfdev_vf *vf)
{
	memory_region_del_subregion(&vf->proxy.modern_bar, &vf->deaf);
	vfdev_parts_free(&vf->staged);
}

/* Does what QEMU does to every virtio device when the whole machine is stopped or continued. */
static void run(struct vfdev_vf *vf, bool on)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);
	VirtioBusClass *klass = VIRTIO_BUS_GET_CLASS(&vf->proxy.bus);
	bool started = on && virtio_device_started(vdev, vdev->status);

	vdev->vm_running = on;
	if (started)
		virtio_set_status(vdev, vdev->status);
	if (klass->vmstate_change)
		klass->vmstate_change(DEVICE(vf), started);
	if (!started)
		virtio_set_status(vdev, vdev->status);
}

static void drain(struct vfdev_vf *vf)
{
	if (VFDEV_VF_GET_CLASS(vf)->drain)
		VFDEV_VF_GET_CLASS(vf)->drain(vf);
}

/* Block access to queues and interrupts only now, after all outstanding requests have completed. */
static void set_disabled(struct vfdev_vf *vf)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);
	uint16_t command = pci_get_word(PCI_DEVICE(vf)->config + PCI_COMMAND);

	vdev->disabled = vf->stopped ||
			 (vdev->use_disabled_flag && !(command & PCI_COMMAND_MASTER));
	memory_region_set_enabled(&vf->deaf, vf->stopped);
}

void vfdev_vf_stop(struct vfdev_vf *vf)
{
	if (vf->stopped)
		return;
	run(vf, false);
	drain(vf);
	vf->stopped = true;
	vf->stopped_generation = virtio_bus_get_device(&vf->proxy.bus)->generation;
	set_disabled(vf);
}

void vfdev_stop_again(struct vfdev_vf *vf)
{
	if (vf->stopped)
		set_disabled(vf);
}

void vfdev_vf_resume(struct vfdev_vf *vf)
{
	VirtIODevice *vdev = virtio_bus_get_device(&vf->proxy.bus);
	bool changed = vdev->generation != vf->stopped_generation;

	if (!vf->stopped)
		return;
	vf->stopped = false;
	if (vf->staged.len) {
		struct vfdev_parts staged = vf->staged;

		/* vfdev_restore() begins with a reset, which would drop the staged parts. */
		vf->staged = (struct vfdev_parts){ 0 };
		vfdev_restore(vf, &staged);
		vfdev_parts_free(&staged);
		/* Drops what arrived for the device in its previous state. */
		drain(vf);
		changed = false;
	}
	set_disabled(vf);
	run(vf, true);
	if (changed)
		virtio_notify_config(vdev);
	for (unsigned n = 0; n < vfdev_vf_queues(vf); n++) {
		if ((vdev->status & VIRTIO_CONFIG_S_DRIVER_OK) &&
		    virtio_queue_get_desc_addr(vdev, n))
			virtio_queue_notify(vdev, n);
	}
}

static void device_reset(VirtIODevice *vdev)
{
	ObjectClass *stock = object_class_get_parent(object_get_class(OBJECT(vdev)));

	vfdev_parts_free(&VFDEV_VF(qdev_get_parent_bus(DEVICE(vdev))->parent)->staged);
	VIRTIO_DEVICE_CLASS(stock)->reset(vdev);
}

void vfdev_vf_device_class_init(ObjectClass *klass, void *data)
{
	VIRTIO_DEVICE_CLASS(klass)->reset = device_reset;
	DEVICE_CLASS(klass)->user_creatable = false;
}

void vfdev_stop_reset(struct vfdev_vf *vf)
{
	vfdev_parts_free(&vf->staged);
	if (!vf->stopped)
		return;
	vf->stopped = false;
	virtio_bus_get_device(&vf->proxy.bus)->vm_running = true;
	set_disabled(vf);
}
