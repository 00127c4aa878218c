// SPDX-License-Identifier: GPL-2.0-only
/* The PF: a stock virtio-pci device with SR-IOV and the admin queue added. */
#include "device.h"
#include "notify.h"
#include "admin.h"
#include "command.h"
#include "object.h"
#include "slot.h"
#include "vf-property.h"
#include "qemu/range.h"
#include "standard-headers/linux/virtio_pci.h"

#define SRIOV_OFFSET 0x110
/* Leaves a gap: QEMU 10 clears the four bytes after the SR-IOV capability. */
#define SERIAL_OFFSET 0x160
#define MSIX_BAR_SIZE 4096

/* admin_queue_index and admin_queue_num of the common configuration, which 7.2 does not have */
#define COMMON_ADMIN 60

PCIDeviceClass *vfdev_pci_class(void)
{
	return PCI_DEVICE_CLASS(object_class_by_name(TYPE_VIRTIO_PCI));
}

struct vfdev_pf *vfdev_pf_of(VirtIODevice *vdev)
{
	return VFDEV_PF(qdev_get_parent_bus(DEVICE(vdev))->parent);
}

struct vfdev_vf *vfdev_pf_vf(struct vfdev_pf *pf, unsigned index)
{
	PCIDevice *vf = index < pcie_sriov_num_vfs(PCI_DEVICE(pf))
				? pcie_sriov_get_vf_at_index(PCI_DEVICE(pf), index)
				: NULL;

	return vf ? VFDEV_VF(vf) : NULL;
}

/* num_queues must not count admin queues, but QEMU's own register does. */
static uint64_t num_queues_read(void *opaque, hwaddr at, unsigned size)
{
	struct vfdev_pf *pf = opaque;

	return pf->num_queues;
}

static uint64_t admin_read(void *opaque, hwaddr at, unsigned size)
{
	return at ? 1 : VFDEV_ADMIN_QUEUE;
}

static void no_write(void *opaque, hwaddr at, uint64_t value, unsigned size)
{
}

static const MemoryRegionOps num_queues_ops = {
	.read = num_queues_read,
	.write = no_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.impl = { .min_access_size = 2, .max_access_size = 2 },
};

static const MemoryRegionOps admin_ops = {
	.read = admin_read,
	.write = no_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.impl = { .min_access_size = 2, .max_access_size = 2 },
};

static void overlay(struct vfdev_pf *pf, MemoryRegion *region, const MemoryRegionOps *ops,
		    const char *name, hwaddr at, uint64_t size)
{
	memory_region_init_io(region, OBJECT(pf), ops, pf, name, size);
	memory_region_add_subregion_overlap(&pf->proxy.modern_bar, pf->proxy.common.offset + at,
					    region, 1);
}

static void config_write(PCIDevice *pci, uint32_t addr, uint32_t val, int len)
{
	struct vfdev_pf *pf = VFDEV_PF(pci);
	uint16_t at = pci->exp.sriov_cap + PCI_SRIOV_CTRL;
	uint8_t ctrl;

	if (!range_covers_byte(addr, len, at)) {
		vfdev_sriov_write(pf->config_write, pci, addr, val, len);
		return;
	}
	ctrl = val >> 8 * (at - addr);
	if (!(ctrl & PCI_SRIOV_CTRL_VFE) && pcie_sriov_num_vfs(pci) && !QTAILQ_EMPTY(&pf->pending))
		pf->counts.odd[VFDEV_ODD_VFE_BUSY]++;
	if ((ctrl & PCI_SRIOV_CTRL_VFE) && !pcie_sriov_num_vfs(pci) && pf->vfs_outdated) {
		vfdev_sriov_remake(pci, VFDEV_PF_GET_CLASS(pf)->vf_type);
		pf->vfs_outdated = false;
	}

	/*
	 * Each VF changes the memory map several times, and each time QEMU makes a new map for each
	 * PCI function. With hundreds of VFs that takes gigabytes, so update the map only once for
	 * all of them.
	 */
	memory_region_transaction_begin();
	vfdev_sriov_write(pf->config_write, pci, addr, val, len);
	if (!pcie_sriov_num_vfs(pci))
		vfdev_objects_drop(&pf->objects);
	for (unsigned i = 0; vfdev_pf_vf(pf, i); i++)
		vfdev_vf_decode(vfdev_pf_vf(pf, i), ctrl & PCI_SRIOV_CTRL_MSE);
	memory_region_transaction_commit();
}

static bool sriov_init(struct vfdev_pf *pf, Error **errp)
{
	PCIDevice *pci = PCI_DEVICE(pf);
	struct vfdev_pf_class *klass = VFDEV_PF_GET_CLASS(pf);

	vfdev_ari_init(pci, VFDEV_ARI_OFFSET);
	if (!vfdev_sriov_init(pci, SRIOV_OFFSET, klass->vf_type,
			      PCI_DEVICE_ID_VIRTIO_10_BASE + klass->device_type, pf->total_vfs,
			      errp))
		return false;
	pf->config_write = pci->config_write;
	pci->config_write = config_write;

	/* The BARs that virtio-pci gives a VF. Its BAR 0 stays zero, as NOTIFY_INFO requires. */
	pcie_sriov_pf_init_vf_bar(pci, pf->proxy.msix_bar_idx, PCI_BASE_ADDRESS_SPACE_MEMORY,
				  MSIX_BAR_SIZE);
	pcie_sriov_pf_init_vf_bar(pci, pf->proxy.modern_mem_bar_idx,
				  PCI_BASE_ADDRESS_SPACE_MEMORY | PCI_BASE_ADDRESS_MEM_PREFETCH |
					  PCI_BASE_ADDRESS_MEM_TYPE_64,
				  memory_region_size(&pf->proxy.modern_bar));
	return true;
}

bool vfdev_pf_check_commands(uint64_t value, Error **errp)
{
	if (!(value & ~VFDEV_COMMANDS_ALL))
		return true;
	error_setg(errp, "commands: only 0x%llx are supported", VFDEV_COMMANDS_ALL);
	return false;
}

bool vfdev_pf_check_vf_queues(unsigned value, Error **errp)
{
	if (value >= 1 && value < VFDEV_ADMIN_QUEUE / 2)
		return true;
	error_setg(errp, "vf-queues must be 1 to %d", VFDEV_ADMIN_QUEUE / 2 - 1);
	return false;
}

bool vfdev_pf_check_queue_size(unsigned value, Error **errp)
{
	if (value >= 1 && value <= VIRTQUEUE_MAX_SIZE && is_power_of_2(value))
		return true;
	error_setg(errp, "admin-queue-size must be a power of two up to %d", VIRTQUEUE_MAX_SIZE);
	return false;
}

static bool check(struct vfdev_pf *pf, Error **errp)
{
	/* This many doorbells fit after the PF's ISR, and a bus has this many functions. */
	if (pf->total_vfs < 1 || pf->total_vfs > 250) {
		error_setg(errp, "total-vfs must be 1 to 250");
		return false;
	}
	return vfdev_pf_check_commands(pf->commands, errp) &&
	       vfdev_pf_check_vf_queues(pf->vf_queues, errp) &&
	       vfdev_pf_check_queue_size(pf->queue_size, errp);
}

static void realize(PCIDevice *pci, Error **errp)
{
	struct vfdev_pf *pf = VFDEV_PF(pci);
	ERRP_GUARD();
	int ret;

	if (!check(pf, errp))
		return;
	vfdev_counts_init(&pf->counts, pf->total_vfs);
	ret = vfdev_trace_init(&pf->trace, pf->trace_file);
	if (ret) {
		error_setg_file_open(errp, -ret, pf->trace_file);
		return;
	}
	vfdev_pci_class()->realize(pci, errp);
	if (*errp)
		return;

	if (!vfdev_admin_init(pf, errp))
		return;
	overlay(pf, &pf->num_queues_region, &num_queues_ops, "vfdev-num-queues",
		VIRTIO_PCI_COMMON_NUMQ, 2);
	overlay(pf, &pf->admin_region, &admin_ops, "vfdev-admin-queue", COMMON_ADMIN, 4);
	vfdev_notify_add_owner(pf);
	vfdev_slot_init(pf);
	if (sriov_init(pf, errp) && pf->serial)
		pcie_dev_ser_num_init(pci, SERIAL_OFFSET, pf->serial);
}

static void unrealize(PCIDevice *pci)
{
	struct vfdev_pf *pf = VFDEV_PF(pci);

	/* The virtio device below is already gone, and with it the admin queue. */
	vfdev_sriov_reset(pci);
	pcie_sriov_pf_exit(pci);
	vfdev_notify_remove_owner(pf);
	memory_region_del_subregion(&pf->proxy.modern_bar, &pf->num_queues_region);
	memory_region_del_subregion(&pf->proxy.modern_bar, &pf->admin_region);
	vfdev_pci_class()->exit(pci);
	vfdev_trace_free(&pf->trace);
	vfdev_counts_free(&pf->counts);
}

static char *notify_get(Object *obj, Error **errp)
{
	return vfdev_notify_format(&VFDEV_PF(obj)->notify);
}

static void notify_set(Object *obj, const char *text, Error **errp)
{
	vfdev_notify_parse(text, &VFDEV_PF(obj)->notify, errp);
}

VFDEV_PROPERTIES properties[] = {
	DEFINE_PROP_UINT16("total-vfs", struct vfdev_pf, total_vfs, 16),
	DEFINE_PROP_UINT64("serial-number", struct vfdev_pf, serial, 0x525400fffe766600),
	DEFINE_PROP_UINT16("vf-queues", struct vfdev_pf, vf_queues, 1),
	DEFINE_PROP_UINT16("admin-queue-size", struct vfdev_pf, queue_size, 64),
	DEFINE_PROP_UINT64("commands", struct vfdev_pf, commands, VFDEV_COMMANDS_LEGACY),
	DEFINE_PROP_STRING("trace-file", struct vfdev_pf, trace_file),
	VFDEV_PCI_PROPERTIES,
	VFDEV_PROPERTIES_END
};

/* A reset of the function removes its VFs (SR-IOV, VF Enable). */
vfdev_define_reset(pf_reset, TYPE_VIRTIO_PCI, vfdev_sriov_reset);

static void class_init(ObjectClass *klass, void *data)
{
	PCIDeviceClass *pci = PCI_DEVICE_CLASS(klass);

	pci->realize = realize;
	pci->exit = unrealize;
	pci->revision = 1;
	pf_reset_class_init(klass);
	device_class_set_props(DEVICE_CLASS(klass), properties);
	object_class_property_add_str(klass, "notify-info", notify_get, notify_set);
}

static void instance_init(Object *obj)
{
	struct vfdev_pf *pf = VFDEV_PF(obj);

	virtio_pci_force_virtio_1(&pf->proxy);
	QTAILQ_INIT(&pf->pending);
	vfdev_objects_init(&pf->objects);
	QTAILQ_INIT(&pf->vf_properties);
	vfdev_faults_init(&pf->faults);
	vfdev_notify_parse("member", &pf->notify, &error_abort);
}

static void instance_finalize(Object *obj)
{
	vfdev_faults_clear(&VFDEV_PF(obj)->faults);
	vfdev_vf_property_clear(VFDEV_PF(obj));
	vfdev_objects_free(&VFDEV_PF(obj)->objects);
}

static const TypeInfo type = {
	.name = TYPE_VFDEV_PF,
	.parent = TYPE_VIRTIO_PCI,
	.abstract = true,
	.instance_size = sizeof(struct vfdev_pf),
	.instance_init = instance_init,
	.instance_finalize = instance_finalize,
	.class_size = sizeof(struct vfdev_pf_class),
	.class_init = class_init,
};

void vfdev_pf_register(void)
{
	type_register_static(&type);
}
