// SPDX-License-Identifier: GPL-2.0-only
/* A VF: a stock modern virtio-pci device with the changes that SR-IOV requires. */
#include "notify.h"
#include "stop.h"
#include "vf-property.h"
#include "hw/pci/msix.h"
#include "standard-headers/linux/virtio_config.h"
#include "standard-headers/linux/virtio_pci.h"

#define VENDOR_CAPABILITY_SIZE 8

struct vfdev_pf *vfdev_vf_pf(struct vfdev_vf *vf)
{
	return VFDEV_PF(pcie_sriov_get_pf(PCI_DEVICE(vf)));
}

/*
 * A VF has no INTx, but virtio-pci always lowers pin A and QEMU asserts that the pin exists. Pin A
 * therefore stays internal and permanently disabled, and the registers that show it are hidden.
 * Memory Space Enable and I/O Space Enable are zero in a VF, but QEMU depends on the former; see
 * vfdev_vf_decode().
 */
static const struct {
	uint32_t at;
	uint8_t hidden;
} inside[] = {
	{ PCI_COMMAND, PCI_COMMAND_MEMORY },
	{ PCI_COMMAND + 1, PCI_COMMAND_INTX_DISABLE >> 8 },
	{ PCI_STATUS, PCI_STATUS_INTERRUPT },
	{ PCI_INTERRUPT_PIN, 0xff },
};

static uint32_t config_read(PCIDevice *pci, uint32_t addr, int len)
{
	uint32_t val = VFDEV_VF(pci)->config_read(pci, addr, len);

	for (unsigned i = 0; i < ARRAY_SIZE(inside); i++) {
		if (inside[i].at >= addr && inside[i].at < addr + len)
			val &= ~((uint32_t)inside[i].hidden << 8 * (inside[i].at - addr));
	}
	return val;
}

/* Setting Bus Master Enable activates a virtio device. */
static void config_write(PCIDevice *pci, uint32_t addr, uint32_t val, int len)
{
	VFDEV_VF(pci)->config_write(pci, addr, val, len);
	vfdev_stop_again(VFDEV_VF(pci));
}

void vfdev_vf_decode(struct vfdev_vf *vf, bool on)
{
	PCIDevice *pci = PCI_DEVICE(vf);
	uint16_t command = pci_get_word(pci->config + PCI_COMMAND);

	if (on == !!(command & PCI_COMMAND_MEMORY))
		return;
	pci_set_word(pci->config + PCI_COMMAND, command ^ PCI_COMMAND_MEMORY);
	/* writes the same value, which makes QEMU evaluate the register */
	pci_default_write_config(pci, PCI_COMMAND, command, 2);
}

static void keep_inside(struct vfdev_vf *vf)
{
	PCIDevice *pci = PCI_DEVICE(vf);

	pci_word_test_and_set_mask(pci->config + PCI_COMMAND, PCI_COMMAND_INTX_DISABLE);
	pci_word_test_and_clear_mask(pci->wmask + PCI_COMMAND, PCI_COMMAND_INTX_DISABLE |
								       PCI_COMMAND_MEMORY |
								       PCI_COMMAND_IO);
	vf->config_read = pci->config_read;
	pci->config_read = config_read;
}

/* The PF's SR-IOV capability determines the BARs of a VF; those in the VF's own header are zero. */
static void clear_bars(PCIDevice *pci)
{
	const unsigned size = PCI_CARDBUS_CIS - PCI_BASE_ADDRESS_0;

	memset(pci->config + PCI_BASE_ADDRESS_0, 0, size);
	memset(pci->wmask + PCI_BASE_ADDRESS_0, 0, size);
	memset(pci->cmask + PCI_BASE_ADDRESS_0, 0, size);
}

/* Adds the capabilities that a vendor may put in a VF in addition to those of virtio. */
static bool add_vendor(struct vfdev_vf *vf, Error **errp)
{
	PCIDevice *pci = PCI_DEVICE(vf);

	pci_set_word(pci->config + PCI_SUBSYSTEM_VENDOR_ID, vf->subsystem_vendor);
	for (uint32_t types = vf->vendor_capabilities; types; types >>= 8) {
		int at = pci_add_capability(pci, PCI_CAP_ID_VNDR, 0, VENDOR_CAPABILITY_SIZE, errp);

		if (at < 0)
			return false;
		memset(pci->config + at + PCI_CAP_FLAGS, 0xa5,
		       VENDOR_CAPABILITY_SIZE - PCI_CAP_FLAGS);
		pci->config[at + PCI_CAP_FLAGS] = VENDOR_CAPABILITY_SIZE;
		pci->config[at + VIRTIO_PCI_CAP_CFG_TYPE] = types;
	}
	return true;
}

static void realize(PCIDevice *pci, Error **errp)
{
	struct vfdev_vf *vf = VFDEV_VF(pci);
	PCIDevice *pf = pcie_sriov_get_pf(pci);
	unsigned index = pcie_sriov_vf_number(pci);
	VirtIODevice *vdev;
	ERRP_GUARD();

	/* DMA of a VF always has the VF's own requester id. */
	if (!object_property_set_bool(OBJECT(pci), "iommu_platform", true, errp))
		return;
	if (!DEVICE(pci)->id)
		DEVICE(pci)->id = g_strdup_printf("%s-vf%u", DEVICE(pf)->id ?: "pf", index);
	if (!VFDEV_VF_GET_CLASS(vf)->prepare(vf, VFDEV_PF(pf), index, errp) ||
	    !vfdev_vf_property_apply(VFDEV_PF(pf), vf, errp))
		return;

	/*
	 * virtio-pci registers BARs in a way that an assertion of QEMU forbids for a VF, so the
	 * function must not be a VF yet.
	 */
	pci->exp.sriov_vf.pf = NULL;
	vfdev_pci_class()->realize(pci, errp);
	pci->exp.sriov_vf.pf = pf;
	if (*errp)
		return;
	clear_bars(pci);
	if (!add_vendor(vf, errp))
		return;
	keep_inside(vf);

	/* Every virtio-pci device of QEMU offers this bit, to find drivers that accept all bits. */
	vdev = virtio_bus_get_device(&vf->proxy.bus);
	virtio_clear_feature(&vdev->host_features, VIRTIO_F_BAD_FEATURE);

	vf->config_write = pci->config_write;
	pci->config_write = config_write;
	vfdev_notify_add_member(vf);
	vfdev_stop_init(vf);
	vfdev_ari_init(pci, VFDEV_ARI_OFFSET);
}

static void unrealize(PCIDevice *pci)
{
	vfdev_stop_exit(VFDEV_VF(pci));
	vfdev_notify_remove_member(VFDEV_VF(pci));
	vfdev_pci_class()->exit(pci);
	if (VFDEV_VF_GET_CLASS(pci)->release)
		VFDEV_VF_GET_CLASS(pci)->release(VFDEV_VF(pci));
}

VFDEV_PROPERTIES properties[] = {
	DEFINE_PROP_BIT("ioeventfd", VirtIOPCIProxy, flags, VIRTIO_PCI_FLAG_USE_IOEVENTFD_BIT,
			true),
	DEFINE_PROP_UINT32("vectors", VirtIOPCIProxy, nvectors, DEV_NVECTORS_UNSPECIFIED),
	DEFINE_PROP_UINT16("subsystem-vendor", struct vfdev_vf, subsystem_vendor,
			   PCI_VENDOR_ID_REDHAT_QUMRANET),
	DEFINE_PROP_UINT32("vendor-capabilities", struct vfdev_vf, vendor_capabilities, 0),
	VFDEV_PROPERTIES_END
};

static void reset_done(PCIDevice *pci)
{
	vfdev_stop_reset(VFDEV_VF(pci));
}

vfdev_define_reset(vf_reset, TYPE_VIRTIO_PCI, reset_done);

static void class_init(ObjectClass *klass, void *data)
{
	PCIDeviceClass *pci = PCI_DEVICE_CLASS(klass);

	pci->realize = realize;
	pci->exit = unrealize;
	pci->revision = 1;
	vf_reset_class_init(klass);
	DEVICE_CLASS(klass)->user_creatable = false;
	device_class_set_props(DEVICE_CLASS(klass), properties);
}

static void instance_init(Object *obj)
{
	virtio_pci_force_virtio_1(&VFDEV_VF(obj)->proxy);
}

static const TypeInfo type = {
	.name = TYPE_VFDEV_VF,
	.parent = TYPE_VIRTIO_PCI,
	.abstract = true,
	.instance_size = sizeof(struct vfdev_vf),
	.instance_init = instance_init,
	.class_size = sizeof(struct vfdev_vf_class),
	.class_init = class_init,
};

void vfdev_vf_register(void)
{
	type_register_static(&type);
}

unsigned vfdev_vf_queues(struct vfdev_vf *vf)
{
	return VFDEV_VF_GET_CLASS(vf)->queues(vf);
}
