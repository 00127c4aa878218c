// SPDX-License-Identifier: GPL-2.0-only
#include "nic.h"

#include <linux/pci_regs.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include <linux/virtio_net.h>
#include <sys/eventfd.h>

#include "util.h"

#define BAR0_ADDRESS 0xc000

/*
 * Applies the rule of "Legacy Interfaces: A Note on PCI Device Discovery", as a legacy driver does.
 */
static bool is_legacy_net(const struct pci_ident *id)
{
	return id->vendor == PCI_VENDOR_VIRTIO && id->device >= 0x1000 && id->device <= 0x103f &&
	       id->revision == 0 && id->subsystem_device == VIRTIO_ID_NET && id->bar0_io &&
	       id->bar0_size >= VIRTIO_PCI_CONFIG_OFF(true);
}

static int firmware_part(struct nic *nic, unsigned int flags)
{
	uint16_t master = flags & NIC_NO_MASTER ? 0 : PCI_COMMAND_MASTER;
	int r;

	nic->step = "read identity";
	r = pci_ident_get(nic->vf, &nic->ident);
	if (r < 0)
		return r;
	nic->step = "match a legacy virtio-net device";
	if (!is_legacy_net(&nic->ident))
		return -ENODEV;
	nic->step = "assign BAR0";
	r = pci_bar0_assign(nic->vf, BAR0_ADDRESS);
	if (r < 0)
		return r;
	nic->step = "enable decoding and bus mastering";
	return pci_command(nic->vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | master, 0);
}

static int msix_part(struct nic *nic)
{
	struct vfio_irq_info info;
	int r;

	nic->step = "enable MSI-X";
	r = vfio_irq_info(nic->vf, VFIO_PCI_MSIX_IRQ_INDEX, &info);
	if (r < 0)
		return r;
	if (info.count < NIC_VECTORS)
		return -ENOSPC;
	for (int i = 0; i < NIC_VECTORS; i++) {
		nic->eventfd[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (nic->eventfd[i] < 0)
			return -errno;
	}
	r = legacy_msix(&nic->dev, nic->eventfd, NIC_VECTORS);
	if (r < 0)
		return r;
	nic->step = "set the configuration vector";
	return legacy_config_vector(&nic->dev, NIC_VECTOR_CONFIG);
}

static int features_part(struct nic *nic)
{
	const uint32_t wanted = 1u << VIRTIO_NET_F_MAC | 1u << VIRTIO_NET_F_STATUS;
	int r;

	nic->step = "read features";
	r = legacy_features(&nic->dev, &nic->offered);
	if (r < 0)
		return r;
	nic->accepted = nic->offered & wanted;
	nic->step = "accept features";
	r = legacy_features_accept(&nic->dev, nic->accepted);
	if (r < 0)
		return r;
	nic->step = "read the MAC address";
	if (!(nic->accepted & 1u << VIRTIO_NET_F_MAC))
		return -EPROTO;
	r = legacy_config_read(&nic->dev, offsetof(struct virtio_net_config, mac), nic->mac,
			       sizeof(nic->mac));
	if (r < 0)
		return r;
	if (!(nic->accepted & 1u << VIRTIO_NET_F_STATUS))
		return 0;
	nic->step = "read the link status";
	return legacy_config_read(&nic->dev, offsetof(struct virtio_net_config, status), &nic->link,
				  sizeof(nic->link));
}

static int queues_part(struct nic *nic)
{
	int r;

	nic->step = "set up the receive queue";
	r = legacy_queue_setup(&nic->dev, 0, NIC_VECTOR_RX, &nic->rx.q);
	if (r < 0)
		return r;
	nic->step = "set up the transmit queue";
	r = legacy_queue_setup(&nic->dev, 1, NIC_VECTOR_TX, &nic->tx.q);
	if (r < 0)
		return r;
	nic->step = "map buffers";
	r = slots_map(&nic->rx, nic->vf);
	if (r < 0)
		return r;
	return slots_map(&nic->tx, nic->vf);
}

static int driver_part(struct nic *nic, unsigned int flags)
{
	int r;

	nic->step = "reset the device";
	r = legacy_reset(&nic->dev);
	if (r < 0)
		return r;
	nic->step = "acknowledge the device";
	r = legacy_status_add(&nic->dev, VIRTIO_CONFIG_S_ACKNOWLEDGE);
	if (r < 0)
		return r;
	r = legacy_status_add(&nic->dev, VIRTIO_CONFIG_S_DRIVER);
	if (r < 0)
		return r;
	if (!(flags & NIC_POLL)) {
		r = msix_part(nic);
		if (r < 0)
			return r;
	}
	r = features_part(nic);
	if (r < 0)
		return r;
	r = queues_part(nic);
	if (r < 0)
		return r;
	nic->step = "set DRIVER_OK";
	return legacy_status_add(&nic->dev, VIRTIO_CONFIG_S_DRIVER_OK);
}

int nic_up(struct nic *nic, struct vfio_vf *vf, unsigned int flags)
{
	int r;

	*nic = (struct nic){ .vf = vf, .eventfd = { -1, -1, -1 } };
	legacy_init(&nic->dev, vf);
	r = firmware_part(nic, flags);
	if (r < 0)
		return r;
	r = driver_part(nic, flags);
	if (r < 0)
		return r;
	for (uint16_t slot = 0; slot < nic->rx.n; slot++)
		slots_add(&nic->rx, slot, SLOTS_FRAME_MAX, true);
	nic->step = "kick the receive queue";
	return legacy_kick(&nic->dev, &nic->rx.q);
}

void nic_down(struct nic *nic)
{
	/*
	 * The device must stop using the memory before it is freed; disabling bus mastering ensures
	 * this.
	 */
	if (nic->vf->device >= 0) {
		legacy_reset(&nic->dev);
		pci_command(nic->vf, 0, PCI_COMMAND_MASTER);
		if (nic->dev.msix)
			legacy_msix(&nic->dev, NULL, 0);
	}
	slots_free(&nic->rx, nic->vf);
	slots_free(&nic->tx, nic->vf);
	for (int i = 0; i < NIC_VECTORS; i++)
		util_close(&nic->eventfd[i]);
}
