// SPDX-License-Identifier: GPL-2.0-only
#include "guest-signals.h"

#include <errno.h>
#include <linux/virtio_pci.h>
#include <sys/eventfd.h>

#define KICKED 2 /* number of queues: receive and transmit */
#define SIGNALS_MAX 40

int signals_msix(struct guest *g)
{
	bool on = !g->mark.msix;
	int r = on ? vfio_irq_enable(&g->vf, VFIO_PCI_MSIX_IRQ_INDEX, g->vectors, 2)
		   : vfio_irq_disable(&g->vf, VFIO_PCI_MSIX_IRQ_INDEX);

	if (r == 0)
		g->mark.msix = on;
	return r;
}

/* Once a queue has an address, the module uses MSI-X without the guest's knowledge. */
int signals_pin(struct guest *g)
{
	int r = g->pin ? vfio_irq_disable(&g->vf, VFIO_PCI_INTX_IRQ_INDEX)
		       : vfio_irq_enable(&g->vf, VFIO_PCI_INTX_IRQ_INDEX, g->vectors, 1);

	if (r == 0)
		g->pin = !g->pin;
	return r;
}

/* Eventfds are registered or removed while the VF is open. */
int signals_kick(struct guest *g)
{
	unsigned int queue = dice_roll(&g->dice, KICKED);
	int r = vfio_ioeventfd(&g->vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY, queue,
			       VFIO_DEVICE_IOEVENTFD_16, g->kick);

	for (unsigned int n = dice_roll(&g->dice, SIGNALS_MAX); n > 0; n--)
		eventfd_write(g->kick, 1);
	if (r == 0 && dice_roll(&g->dice, 2))
		r = vfio_ioeventfd(&g->vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY,
				   queue, VFIO_DEVICE_IOEVENTFD_16, -1);
	/* The device offers no doorbell, or could not report one. */
	return r == -EOPNOTSUPP ? 0 : r;
}
