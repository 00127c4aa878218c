// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the guest has done with an open VF, for administrators. The driver does not depend on it.
 *
 * A driver of the modern interface bypasses this driver, so only bus mastering reveals it. Firmware
 * leaves bus mastering off until it drives the device itself.
 */

#include <linux/pci.h>
#include <linux/virtio_config.h>

#include "guest.h"
#include "intx.h"
#include "vf.h"

static const char *interrupts(struct vfiov_vf *vf)
{
	switch (READ_ONCE(vf->core.irq_type)) {
	case VFIO_PCI_INTX_IRQ_INDEX:
		return "pin";
	case VFIO_PCI_MSI_IRQ_INDEX:
		/* intx_user.c sets this value while the pin is in use. */
		return vfiov_intx_possible(vf) ? "pin" : "msi";
	case VFIO_PCI_MSIX_IRQ_INDEX:
		return "msi-x";
	}
	return "none";
}

/* Return: negative if the device does not answer. */
static int is_master(struct pci_dev *pdev)
{
	u16 command;

	if (pci_read_config_word(pdev, PCI_COMMAND, &command) || PCI_POSSIBLE_ERROR(command))
		return -1;
	return !!(command & PCI_COMMAND_MASTER);
}

void vfiov_guest(struct vfiov_device *dev, struct vfiov_guest *guest)
{
	struct vfiov_vf *vf = container_of(dev, struct vfiov_vf, dev);
	u8 status = READ_ONCE(vf->bar0.guest_status);

	if (vfiov_vf_has_legacy(vf)) {
		u16 command = le16_to_cpu(READ_ONCE(vf->overlay.command));

		guest->io = !!(command & PCI_COMMAND_IO);
		guest->memory = !!(command & PCI_COMMAND_MEMORY);
		guest->bus_master = !!(command & PCI_COMMAND_MASTER);
		guest->status = status;
	} else {
		guest->bus_master = is_master(dev->pdev);
	}
	guest->interrupts = interrupts(vf);
	if (status & VIRTIO_CONFIG_S_DRIVER)
		guest->driver = "legacy";
	else if (!guest->bus_master)
		guest->driver = "none";
	/* A legacy driver that has been unloaded may have left bus mastering on. */
	else if (guest->bus_master > 0 && !READ_ONCE(vf->bar0.guest_legacy))
		guest->driver = "modern";
}
