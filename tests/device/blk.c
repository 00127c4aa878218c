// SPDX-License-Identifier: GPL-2.0-only
/* The parts specific to virtio-blk: the concrete PF and VF types and the VF's disk. */
#include "stop.h"
#include "hw/virtio/virtio-blk.h"
#include "standard-headers/linux/virtio_ids.h"

#define TYPE_BLK_PF "vfdev-blk-pf"
#define TYPE_BLK_VF "vfdev-blk-vf"
#define TYPE_BLK_PF_DEVICE "vfdev-blk-pf-device"
#define TYPE_BLK_VF_DEVICE "vfdev-blk-vf-device"

/* Capacity in bytes of a VF without its own disk. */
#define NO_DISK_SIZE "67108864"

struct blk_pf {
	struct vfdev_pf pf;
	VirtIOBlock blk;
	char *vf_drive;
};

struct blk_vf {
	struct vfdev_vf vf;
	VirtIOBlock blk;
};

#define BLK_PF(obj) OBJECT_CHECK(struct blk_pf, (obj), TYPE_BLK_PF)
#define BLK_VF(obj) OBJECT_CHECK(struct blk_vf, (obj), TYPE_BLK_VF)

/* virtio 1.3, Block Device, Device configuration layout */
static const struct vfdev_field blk_fields[] = {
	{ 0, 8 },  /* capacity */
	{ 8, 4 },  /* size_max */
	{ 12, 4 }, /* seg_max */
	{ 16, 2 }, /* geometry.cylinders */
	{ 18, 1 }, /* geometry.heads */
	{ 19, 1 }, /* geometry.sectors */
	{ 20, 4 }, /* blk_size */
	{ 24, 1 }, /* topology.physical_block_exp */
	{ 25, 1 }, /* topology.alignment_offset */
	{ 26, 2 }, /* topology.min_io_size */
	{ 28, 4 }, /* topology.opt_io_size */
	{ 32, 1 }, /* writeback */
	{ 33, 1 }, /* unused0 */
	{ 34, 2 }, /* num_queues */
	{ 36, 4 }, /* max_discard_sectors */
	{ 40, 4 }, /* max_discard_seg */
	{ 44, 4 }, /* discard_sector_alignment */
	{ 48, 4 }, /* max_write_zeroes_sectors */
	{ 52, 4 }, /* max_write_zeroes_seg */
	{ 56, 1 }, /* write_zeroes_may_unmap */
	{ 57, 3 }, /* unused1 */
	{ 60, 4 }, /* max_secure_erase_sectors */
	{ 64, 4 }, /* max_secure_erase_seg */
	{ 68, 4 }, /* secure_erase_sector_alignment */
	{ 72, 4 }, /* zoned.zone_sectors */
	{ 76, 4 }, /* zoned.max_open_zones */
	{ 80, 4 }, /* zoned.max_active_zones */
	{ 84, 4 }, /* zoned.max_append_sectors */
	{ 88, 4 }, /* zoned.write_granularity */
	{ 92, 1 }, /* zoned.model */
	{ 93, 3 }, /* zoned.unused2 */
	{ 0, 0 },
};

/* Does what virtio-blk-pci does in VirtioPCIClass.realize. */
static void blk_realize(VirtIOPCIProxy *proxy, Error **errp)
{
	VirtIOBlock *blk =
		VIRTIO_BLK(object_resolve_path_component(OBJECT(proxy), "virtio-backend"));

	if (blk->conf.num_queues == VIRTIO_BLK_AUTO_NUM_QUEUES)
		blk->conf.num_queues = virtio_pci_optimal_num_queues(0);
	/* one for each queue, one for the configuration, and one for an admin queue */
	if (proxy->nvectors == DEV_NVECTORS_UNSPECIFIED)
		proxy->nvectors = blk->conf.num_queues + 2;
	qdev_realize(DEVICE(blk), BUS(&proxy->bus), errp);
}

static bool have_disk(const char *name)
{
	return blk_by_name(name) || bdrv_find_node(name);
}

/* A virtio-blk device needs a disk. This one reads as zero and keeps nothing. */
static bool attach_nothing(VirtIOBlock *vblk, Error **errp)
{
	QDict *options = qdict_new();
	BlockBackend *disk;

	qdict_put_str(options, "driver", "null-co");
	qdict_put_str(options, "size", NO_DISK_SIZE);
	qdict_put_str(options, "read-zeroes", "on");
	disk = blk_new_open(NULL, NULL, options, BDRV_O_RDWR, errp);
	if (!disk)
		return false;
	if (blk_attach_dev(disk, DEVICE(vblk)))
		error_setg(errp, "cannot attach the disk");
	else
		vblk->conf.conf.blk = disk;
	blk_unref(disk);
	return vblk->conf.conf.blk;
}

static bool blk_prepare(struct vfdev_vf *vf, struct vfdev_pf *pf, unsigned index, Error **errp)
{
	VirtIOBlock *blk = &BLK_VF(vf)->blk;
	g_autofree char *name = g_strdup_printf("%s%u", BLK_PF(pf)->vf_drive ?: "", index);

	blk->conf.num_queues = pf->vf_queues;
	if (BLK_PF(pf)->vf_drive && have_disk(name))
		return object_property_set_str(OBJECT(vf), "drive", name, errp);
	return attach_nothing(blk, errp);
}

/*
 * The next VF with this number can be made before this one is freed, and uses the same disk. Unlike
 * in QEMU's own unplug, a disk made by -drive must also outlive the device.
 */
static void blk_release(struct vfdev_vf *vf)
{
	VirtIOBlock *blk = &BLK_VF(vf)->blk;

	if (blk->conf.conf.blk)
		blk_detach_dev(blk->conf.conf.blk, DEVICE(blk));
	blk->conf.conf.blk = NULL;
}

static unsigned blk_queues(struct vfdev_vf *vf)
{
	return BLK_VF(vf)->blk.conf.num_queues;
}

/* Waits until all requests that were taken from the queues are answered. */
static void blk_drain_requests(struct vfdev_vf *vf)
{
	blk_drain(BLK_VF(vf)->blk.conf.conf.blk);
}

static void pf_init(Object *obj)
{
	virtio_instance_init_common(obj, &BLK_PF(obj)->blk, sizeof(VirtIOBlock),
				    TYPE_BLK_PF_DEVICE);
}

static void vf_init(Object *obj)
{
	virtio_instance_init_common(obj, &BLK_VF(obj)->blk, sizeof(VirtIOBlock),
				    TYPE_BLK_VF_DEVICE);
}

static void pci_class_init(ObjectClass *klass)
{
	VIRTIO_PCI_CLASS(klass)->realize = blk_realize;
	PCI_DEVICE_CLASS(klass)->vendor_id = PCI_VENDOR_ID_REDHAT_QUMRANET;
	PCI_DEVICE_CLASS(klass)->device_id = PCI_DEVICE_ID_VIRTIO_10_BASE + VIRTIO_ID_BLOCK;
	PCI_DEVICE_CLASS(klass)->class_id = PCI_CLASS_STORAGE_SCSI;
}

VFDEV_PROPERTIES pf_properties[] = { DEFINE_PROP_STRING("vf-drive", struct blk_pf, vf_drive),
				     VFDEV_PROPERTIES_END };

static void pf_class_init(ObjectClass *klass, void *data)
{
	pci_class_init(klass);
	VFDEV_PF_CLASS(klass)->vf_type = TYPE_BLK_VF;
	VFDEV_PF_CLASS(klass)->device_type = VIRTIO_ID_BLOCK;
	device_class_set_props(DEVICE_CLASS(klass), pf_properties);
}

static void vf_class_init(ObjectClass *klass, void *data)
{
	pci_class_init(klass);
	VFDEV_VF_CLASS(klass)->fields = blk_fields;
	VFDEV_VF_CLASS(klass)->queues = blk_queues;
	VFDEV_VF_CLASS(klass)->drain = blk_drain_requests;
	VFDEV_VF_CLASS(klass)->prepare = blk_prepare;
	VFDEV_VF_CLASS(klass)->release = blk_release;
}

static InterfaceInfo pcie[] = { { INTERFACE_PCIE_DEVICE }, {} };

static const TypeInfo types[] = {
	{
		.name = TYPE_BLK_PF_DEVICE,
		.parent = TYPE_VIRTIO_BLK,
		.class_init = vfdev_pf_device_class_init,
	},
	{
		.name = TYPE_BLK_VF_DEVICE,
		.parent = TYPE_VIRTIO_BLK,
		.class_init = vfdev_vf_device_class_init,
	},
	{
		.name = TYPE_BLK_PF,
		.parent = TYPE_VFDEV_PF,
		.instance_size = sizeof(struct blk_pf),
		.instance_init = pf_init,
		.class_init = pf_class_init,
		.interfaces = pcie,
	},
	{
		.name = TYPE_BLK_VF,
		.parent = TYPE_VFDEV_VF,
		.instance_size = sizeof(struct blk_vf),
		.instance_init = vf_init,
		.class_init = vf_class_init,
		.interfaces = pcie,
	},
};

void vfdev_blk_register(void)
{
	type_register_static_array(types, ARRAY_SIZE(types));
}
