// SPDX-License-Identifier: GPL-2.0-only
#include "slot.h"
#include "hw/pci/msi.h"
#include "hw/pci/msix.h"
#include "hw/pci/pci_bridge.h"
#include "hw/pci/pci_bus.h"
#include "hw/pci/pcie_aer.h"

static PCIDevice *slot_port(struct vfdev_pf *pf)
{
	PCIDevice *port = pci_bridge_get_device(pci_get_bus(PCI_DEVICE(pf)));

	if (!port || !pci_is_express(port) ||
	    !(pci_get_long(port->config + port->exp.exp_cap + PCI_EXP_SLTCAP) & PCI_EXP_SLTCAP_HPC))
		return NULL;
	return port;
}

static PCIDevice *need_port(struct vfdev_pf *pf, Error **errp)
{
	PCIDevice *port = slot_port(pf);

	if (!port)
		error_setg(errp, "the PF's slot does not support hotplug");
	return port;
}

/*
 * QEMU's port has an attention button. Linux therefore expects link events instead of presence
 * events, but the port has no link events.
 */
void vfdev_slot_init(struct vfdev_pf *pf)
{
	PCIDevice *port = slot_port(pf);
	uint32_t cap = port ? port->exp.exp_cap : 0;

	if (!port)
		return;
	pci_word_test_and_set_mask(port->wmask + cap + PCI_EXP_SLTCTL, PCI_EXP_SLTCTL_DLLSCE);
	pci_word_test_and_set_mask(port->w1cmask + cap + PCI_EXP_SLTSTA, PCI_EXP_SLTSTA_DLLSC);
}

/* Returns whether the guest itself handles the slot, not only ACPI. */
static bool watched(PCIDevice *port)
{
	const uint16_t wanted = PCI_EXP_SLTCTL_HPIE | PCI_EXP_SLTCTL_DLLSCE;

	return (pci_get_word(port->config + port->exp.exp_cap + PCI_EXP_SLTCTL) & wanted) == wanted;
}

/* Makes the slot occupied or empty and the link up or down, with the events of both. */
static void set_presence(PCIDevice *port, bool present)
{
	uint8_t *cap = port->config + port->exp.exp_cap;

	pci_set_word_by_mask(cap + PCI_EXP_SLTSTA, PCI_EXP_SLTSTA_PDS, present);
	pci_set_word_by_mask(cap + PCI_EXP_LNKSTA, PCI_EXP_LNKSTA_DLLLA, present);
	pci_word_test_and_set_mask(cap + PCI_EXP_SLTSTA, PCI_EXP_SLTSTA_PDC | PCI_EXP_SLTSTA_DLLSC);
	if (!watched(port))
		return;
	if (msix_enabled(port))
		msix_notify(port, pcie_cap_flags_get_vector(port));
	else if (msi_enabled(port))
		msi_notify(port, pcie_cap_flags_get_vector(port));
}

bool vfdev_slot_unplug(struct vfdev_pf *pf, Error **errp)
{
	PCIDevice *port = need_port(pf, errp);

	if (!port)
		return false;
	if (!vfdev_pci_present(PCI_DEVICE(pf))) {
		error_setg(errp, "the PF is not plugged in");
		return false;
	}
	/* BARs and config space stop answering; the reset removes queues and VFs. */
	pci_set_power(PCI_DEVICE(pf), false);
	set_presence(port, false);
	return true;
}

/*
 * When the guest has switched the slot's power and power indicator off, QEMU's port considers the
 * slot released and deletes the device in it. The guest must therefore have done that for the last
 * device before the next one is plugged in.
 */
static bool given_up(PCIDevice *port)
{
	uint8_t *cap = port->config + port->exp.exp_cap;
	const uint16_t off = PCI_EXP_SLTCTL_PCC | PCI_EXP_SLTCTL_PWR_IND_OFF;

	return (pci_get_word(cap + PCI_EXP_SLTCTL) & off) == off;
}

bool vfdev_slot_plug(struct vfdev_pf *pf, Error **errp)
{
	PCIDevice *port = need_port(pf, errp);

	if (!port)
		return false;
	if (pci_get_word(port->config + port->exp.exp_cap + PCI_EXP_SLTSTA) & PCI_EXP_SLTSTA_PDS) {
		error_setg(errp, "the PF is plugged in");
		return false;
	}
	if (watched(port) && !given_up(port)) {
		error_setg(errp, "the guest has not powered off the slot yet");
		return false;
	}
	/* A guest that handles the slot switches it on. */
	if (!watched(port))
		pci_set_power(PCI_DEVICE(pf), true);
	set_presence(port, true);
	return true;
}

/*
 * QEMU's own function can be used only by its monitor, to which it prints. There is no monitor
 * here.
 */
bool vfdev_slot_error(struct vfdev_pf *pf, const char *name, Error **errp)
{
	g_autoptr(QDict) args = qdict_new();
	PCIDevice *port = need_port(pf, errp);
	uint8_t *status;

	if (!port)
		return false;
	status = port->config + port->exp.aer_cap + PCI_ERR_ROOT_STATUS;
	if (!DEVICE(port)->id || !port->exp.aer_cap) {
		error_setg(errp, "the PF's port has no name or does not report errors");
		return false;
	}
	qdict_put_str(args, "id", DEVICE(port)->id);
	qdict_put_str(args, "error_status", name);
	hmp_pcie_aer_inject_error(NULL, args);
	if (!pci_get_long(status)) {
		error_setg(errp, "the port does not report error %s", name);
		return false;
	}
	return true;
}
