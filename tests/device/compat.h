/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All differences between QEMU 7.2 and QEMU 10.0 that matter here.
 *
 * The build defines VFDEV_QEMU_MAJOR. QEMU 7.2 creates the VFs when the guest sets VF Enable, and
 * deletes them when the guest clears it. In 10.0 they exist as long as the PF does, and are only
 * switched on and off.
 */
#pragma once

#include "qemu/range.h"
#include "qapi/error.h"
#include "hw/pci/pcie.h"
#include "hw/pci/pcie_sriov.h"

#if VFDEV_QEMU_MAJOR >= 10

#include "monitor/hmp.h" /* hmp_pcie_aer_inject_error() */
#include "qobject/qdict.h"

#define VFDEV_PLUGIN_API 4
#define VFDEV_PROPERTIES static const Property
#define VFDEV_PROPERTIES_END

static inline void vfdev_ari_init(PCIDevice *pci, uint16_t offset)
{
	pcie_ari_init(pci, offset);
}

static inline bool vfdev_sriov_init(PCIDevice *pci, uint16_t offset, const char *vf_type,
				    uint16_t vf_device_id, uint16_t total, Error **errp)
{
	return pcie_sriov_pf_init(pci, offset, vf_type, vf_device_id, total, total, 1, 1, errp);
}

static inline void vfdev_sriov_reset(PCIDevice *pci)
{
	pcie_sriov_pf_reset(pci);
}

/* Returns whether the function is present; it is not while its slot has no power. */
static inline bool vfdev_pci_present(PCIDevice *pci)
{
	return pci->enabled;
}

/* Creates the VFs again while they are switched off. QEMU exits if one cannot be created. */
static inline void vfdev_sriov_remake(PCIDevice *pci, const char *vf_type)
{
	uint16_t total = pci_get_word(pci->config + pci->exp.sriov_cap + PCI_SRIOV_TOTAL_VF);

	for (uint16_t i = 0; i < total; i++) {
		PCIDevice *old = pci->exp.sriov_pf.vf[i];
		PCIDevice *vf = pci_new(old->devfn, vf_type);

		object_unparent(OBJECT(old));
		object_unref(OBJECT(old));
		vf->exp.sriov_vf.pf = pci;
		vf->exp.sriov_vf.vf_number = i;
		pci->exp.sriov_pf.vf[i] = vf;
		qdev_realize(DEVICE(vf), BUS(pci_get_bus(pci)), &error_fatal);
		pci_config_set_vendor_id(vf->config, 0xffff);
		pci_config_set_device_id(vf->config, 0xffff);
	}
}

/* Performs a write to the SR-IOV capability by calling the given function. */
static inline void vfdev_sriov_write(void (*write)(PCIDevice *, uint32_t, uint32_t, int),
				     PCIDevice *pci, uint32_t addr, uint32_t val, int len)
{
	write(pci, addr, val, len);
}

/*
 * vfdev_define_reset(name, parent, after) defines a reset that first calls that of the parent
 * class, then after(pci).
 */
#define vfdev_define_reset(name, parent, after)                                         \
	static void name##_hold(Object *obj, ResetType type)                            \
	{                                                                               \
		RESETTABLE_CLASS(object_class_by_name(parent))->phases.hold(obj, type); \
		after(PCI_DEVICE(obj));                                                 \
	}                                                                               \
	static void name##_class_init(ObjectClass *klass)                               \
	{                                                                               \
		RESETTABLE_CLASS(klass)->phases.hold = name##_hold;                     \
	}                                                                               \
	_Static_assert(true, "a semicolon follows")

#else /* 7.2 */

#include "qapi/qmp/qdict.h"
#include "sysemu/sysemu.h" /* hmp_pcie_aer_inject_error() */

#define VFDEV_PLUGIN_API 1
#define VFDEV_PROPERTIES static Property
#define VFDEV_PROPERTIES_END DEFINE_PROP_END_OF_LIST(),

static inline void vfdev_ari_init(PCIDevice *pci, uint16_t offset)
{
	pcie_ari_init(pci, offset, 1);
}

static inline bool vfdev_sriov_init(PCIDevice *pci, uint16_t offset, const char *vf_type,
				    uint16_t vf_device_id, uint16_t total, Error **errp)
{
	pcie_sriov_pf_init(pci, offset, vf_type, vf_device_id, total, total, 1, 1);
	return true;
}

static inline bool vfdev_pci_present(PCIDevice *pci)
{
	return pci->has_power;
}

/* QEMU 7.2 creates the VFs each time they are switched on. */
static inline void vfdev_sriov_remake(PCIDevice *pci, const char *vf_type)
{
}

/* QEMU 7.2 leaks the reference that it got when it created a VF, about 80 KiB each. */
static inline void vfdev_sriov_write(void (*write)(PCIDevice *, uint32_t, uint32_t, int),
				     PCIDevice *pci, uint32_t addr, uint32_t val, int len)
{
	/* A write elsewhere can be an FLR, which calls this function again for the VFs. */
	bool control = range_covers_byte(addr, len, pci->exp.sriov_cap + PCI_SRIOV_CTRL);
	uint16_t num = control ? pcie_sriov_num_vfs(pci) : 0;
	g_autofree PCIDevice **vf = g_memdup2(pci->exp.sriov_pf.vf, num * sizeof(*vf));

	write(pci, addr, val, len);
	if (num && !pcie_sriov_num_vfs(pci)) {
		for (uint16_t i = 0; i < num; i++)
			object_unref(OBJECT(vf[i]));
	}
}

static inline void vfdev_sriov_reset(PCIDevice *pci)
{
	uint16_t cap = pci->exp.sriov_cap;

	if (!cap)
		return;
	pci_set_word(pci->config + cap + PCI_SRIOV_CTRL, 0);
	vfdev_sriov_write(pcie_sriov_config_write, pci, cap + PCI_SRIOV_CTRL, 0, 2);
	pci_set_word(pci->config + cap + PCI_SRIOV_NUM_VF, 0);
	pci_set_word(pci->config + cap + PCI_SRIOV_SYS_PGSIZE, 1);
	for (unsigned i = 0; i < PCI_ROM_SLOT; i++)
		pci_set_long(pci->config + cap + PCI_SRIOV_BAR + 4 * i,
			     pci->exp.sriov_pf.vf_bar_type[i]);
}

#define vfdev_define_reset(name, parent, after)                         \
	static void name##_legacy(DeviceState *dev)                     \
	{                                                               \
		DEVICE_CLASS(object_class_by_name(parent))->reset(dev); \
		after(PCI_DEVICE(dev));                                 \
	}                                                               \
	static void name##_class_init(ObjectClass *klass)               \
	{                                                               \
		DEVICE_CLASS(klass)->reset = name##_legacy;             \
	}                                                               \
	_Static_assert(true, "a semicolon follows")

#endif
