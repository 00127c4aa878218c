// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt pin on a device with few vectors. With a single vector the cause of an interrupt is
 * unknown, so ISR reports both causes. Without a vector for a queue the pin is never asserted, the
 * kernel log reports this, and a driver that polls still works.
 */
#include <errno.h>
#include <linux/virtio_pci.h>
#include <sys/eventfd.h>

#include "client/peer.h"
#include "client/util.h"
#include "lib/names.h"
#include "lib/pin.h"
#include "lib/shape.h"

#define VFS 2
#define INDEX 1
/* virtio 1.3 section 4.1.4.5 */
#define ISR_QUEUE 1
#define ISR_EITHER (ISR_QUEUE | VIRTIO_PCI_ISR_CONFIG)

static void up(struct pin *pin, const char *what)
{
	tap_must(vfio_irq_enable(&pin->rig.vf, PIN, &pin->told, 1),
		 "connect the pin to an eventfd");
	tap_returned(&pin->rig.scene.tap, nic_up(&pin->nic, &pin->rig.vf, NIC_POLL), 0,
		     "%s: a driver without MSI-X brings the device up", what);
}

static void one(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	struct vfio_irq_info info;
	unsigned int isr;

	rig_open(&pin->rig, INDEX);
	tap_must(vfio_irq_info(&pin->rig.vf, VFIO_PCI_MSIX_IRQ_INDEX, &info), "query MSI-X");
	tap_must(info.count == 1 ? 0 : -EINVAL, "have one vector");
	up(pin, "one vector");
	pin_send(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "a sent frame asserts the pin");
	isr = pin_isr(pin);
	tap_ok(tap, isr == ISR_EITHER, "ISR reports queue and configuration (%u)", isr);
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
	device_do(pin->rig.device, "link vf=%u down", INDEX);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "link down asserts it as well");
	isr = pin_isr(pin);
	tap_ok(tap, isr == ISR_EITHER, "and ISR reports the same (%u)", isr);
	nic_down(&pin->nic);
	rig_close(&pin->rig);
}

static bool is_said(struct pin *pin, int error)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "MESSAGE=" VFV_MODULE_NAME
		 " %s: cannot enable interrupts for a guest without MSI-X (%d)",
		 pin->rig.bdf, error);
	return journal_find(pin->rig.scene.journal, (const char *[]){ text, NULL },
			    SCENE_TIMEOUT_MS) == 0;
}

static bool reaches_peer(struct pin *pin)
{
	struct peer peer;

	tap_must(peer_init(&peer, &pin->nic, PEER_OWN_IP, PEER_GATEWAY_IP), "find the peer");
	return peer_resolve(&peer, PIN_SOON_MS) == 0;
}

/* Claims that the pin is silent when the device fails one of the commands that set a vector. */
static void none(struct pin *pin, const char *what, const char *fault, int error)
{
	struct tap *tap = &pin->rig.scene.tap;

	rig_open_again(&pin->rig);
	journal_mark(pin->rig.scene.journal);
	device_do(pin->rig.device, "fault add vf=%u %s", pin->rig.index, fault);
	up(pin, what);
	tap_ok(tap, is_said(pin, error), "the kernel log reports that there are no interrupts");
	tap_ok(tap, reaches_peer(pin), "it reaches its peer by polling");
	tap_ok(tap, !pin_is_told(pin, PIN_WHILE_MS), "and the pin stays silent");
	device_do(pin->rig.device, "fault clear");
	nic_down(&pin->nic);
	up(pin, "when the fault is removed");
	pin_send(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "and gets an interrupt for a sent frame");
	nic_down(&pin->nic);
	rig_close(&pin->rig);
}

int main(void)
{
	const struct shape single = { "one vector", .pairs = 1, .vectors = 1 };
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC) };

	rig_begin_as(&pin.rig, "legacy");
	if (shape_make(&pin.rig, &single, VFS))
		one(&pin);
	else
		tap_skip(&pin.rig.scene.tap, single.what, "the device does not support this setup");
	shape_restore(&pin.rig);
	rig_open(&pin.rig, INDEX);
	rig_close(&pin.rig);
	/* The device refuses a vector for a queue, and assigns none for the configuration. */
	none(&pin, "no vectors left for queues", "op=2 offset=22 status=28", -ENOSPC);
	none(&pin, "no vector left for the configuration", "op=3 offset=20 data=ffff", -EBUSY);
	util_close(&pin.told);
	return rig_end(&pin.rig);
}
