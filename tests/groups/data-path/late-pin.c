// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt pin is enabled, disabled and enabled again while the device has active queues and
 * sends interrupts; no interrupt is lost. When the guest enables MSI-X, its own vectors are in
 * effect again. Only a VF whose guest cannot use the modern interface has a pin.
 */
#include <endian.h>
#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <sys/eventfd.h>

#include "client/util.h"
#include "lib/pin.h"

#define VF_INDEX 6
#define CONFIG_VECTOR 2
#define QUEUE_VECTOR 1

static void connect_pin(struct pin *pin)
{
	tap_must(vfio_irq_enable(&pin->rig.vf, PIN, &pin->told, 1),
		 "connect the pin to an eventfd");
}

static void release_pin(struct pin *pin)
{
	tap_must(vfio_irq_disable(&pin->rig.vf, PIN), "release the pin");
}

static bool config_interrupts(struct pin *pin)
{
	bool told;

	device_do(pin->rig.device, "link vf=%u down", pin->rig.index);
	told = pin_is_told(pin, PIN_SOON_MS) && pin_isr(pin) & VIRTIO_PCI_ISR_CONFIG;
	device_do(pin->rig.device, "link vf=%u up", pin->rig.index);
	return told;
}

static void clear(struct pin *pin)
{
	pin_is_told(pin, PIN_WHILE_MS);
	pin_isr(pin);
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
}

/* Claims that both kinds of interrupt of a device with queues assert the pin. */
static void asserts(struct pin *pin, const char *when)
{
	struct tap *tap = &pin->rig.scene.tap;

	pin_send(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "%s, a frame asserts the pin", when);
	clear(pin);
	tap_ok(tap, config_interrupts(pin), "%s, link down asserts it", when);
	clear(pin);
}

static void after_queues(struct pin *pin)
{
	tap_must(nic_up(&pin->nic, &pin->rig.vf, NIC_POLL), "bring the device up");
	connect_pin(pin);
	clear(pin);
	asserts(pin, "connected after the queues");
	release_pin(pin);
	connect_pin(pin);
	asserts(pin, "disconnected and connected again");
}

static void not_lost(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	int none = -1;

	tap_must(vfio_irq_enable(&pin->rig.vf, PIN, &none, 1), "remove the eventfd");
	pin_send(pin);
	util_sleep_ms(PIN_WHILE_MS);
	connect_pin(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS),
	       "an interrupt without an eventfd is delivered to the next one");
	release_pin(pin);
	pin_is_told(pin, 0);
	connect_pin(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS),
	       "an unread interrupt stays while the pin is released");
	clear(pin);
	release_pin(pin);
	pin_send(pin);
	util_sleep_ms(PIN_WHILE_MS);
	connect_pin(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS),
	       "an interrupt that arrived in the meantime is delivered at once");
	tap_ok(tap, pin_isr(pin) & 1, "and ISR reports it");
	clear(pin);
	release_pin(pin);
	nic_down(&pin->nic);
}

static void vector(struct pin *pin, unsigned int at, unsigned int write, const char *what)
{
	uint16_t value = htole16(write);

	tap_must(rig_write(&pin->rig, at, &value, 2), "write the %s", what);
}

static unsigned int vector_now(struct pin *pin, unsigned int at)
{
	uint16_t value;

	tap_must(rig_read(&pin->rig, at, &value, 2), "read a vector");
	return le16toh(value);
}

static void msix(struct pin *pin, bool on)
{
	int fds[3] = { pin->told, pin->told, pin->told };

	tap_must(on ? vfio_irq_enable(&pin->rig.vf, VFIO_PCI_MSIX_IRQ_INDEX, fds, 3)
		    : vfio_irq_disable(&pin->rig.vf, VFIO_PCI_MSIX_IRQ_INDEX),
		 "turn MSI-X on or off");
}

static void select_queue(struct pin *pin, unsigned int queue)
{
	uint16_t value = htole16(queue);

	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, &value, 2), "select a queue");
}

/* Reads the vectors of the configuration and of queue 1 from the device. */
static void vectors_now(struct pin *pin, unsigned int got[static 2])
{
	select_queue(pin, 1);
	got[0] = vector_now(pin, VIRTIO_MSI_CONFIG_VECTOR);
	got[1] = vector_now(pin, VIRTIO_MSI_QUEUE_VECTOR);
}

/* The device has the vectors that the guest wrote, even if MSI-X has been off in the meantime. */
static void vectors(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	unsigned int got[3];

	connect_pin(pin);
	tap_must(nic_up(&pin->nic, &pin->rig.vf, NIC_POLL), "bring the device up with the pin");
	release_pin(pin);
	msix(pin, true);
	vectors_now(pin, got);
	tap_ok(tap, got[0] == VIRTIO_MSI_NO_VECTOR && got[1] == VIRTIO_MSI_NO_VECTOR,
	       "a guest that turns MSI-X on finds no vectors (%x, %x)", got[0], got[1]);
	vector(pin, VIRTIO_MSI_CONFIG_VECTOR, CONFIG_VECTOR, "vector of the configuration");
	vector(pin, VIRTIO_MSI_QUEUE_VECTOR, QUEUE_VECTOR, "vector of the queue");
	msix(pin, false);
	connect_pin(pin);
	clear(pin);
	asserts(pin, "with MSI-X off again");
	release_pin(pin);
	msix(pin, true);
	select_queue(pin, 0);
	got[2] = vector_now(pin, VIRTIO_MSI_QUEUE_VECTOR);
	vectors_now(pin, got);
	tap_ok(tap,
	       got[0] == CONFIG_VECTOR && got[1] == QUEUE_VECTOR && got[2] == VIRTIO_MSI_NO_VECTOR,
	       "the guest's values are back when MSI-X is on again (%x, %x, %x)", got[0], got[1],
	       got[2]);
	msix(pin, false);
	nic_down(&pin->nic);
}

static void transitional(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	struct vfio_irq_info info;
	uint8_t reg;

	tap_must(rig_config_read(&pin->rig, PCI_INTERRUPT_PIN, &reg, 1), "read the pin");
	tap_must(vfio_irq_info(&pin->rig.vf, PIN, &info), "request the pin's information");
	tap_ok(tap, reg == 0 && info.count == 0, "a transitional VF has none (%u, %u)", reg,
	       info.count);
	tap_returned(tap, vfio_irq_enable(&pin->rig.vf, PIN, &pin->told, 1), -EINVAL,
		     "and none can be connected");
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC) };

	rig_begin_open(&pin.rig, VF_INDEX);
	transitional(&pin);
	rig_close(&pin.rig);
	scene_rule(&pin.rig.scene, "data-path", "0-15", "legacy", "\"native\", \"legacy\"");
	rig_open(&pin.rig, VF_INDEX);
	after_queues(&pin);
	not_lost(&pin);
	vectors(&pin);
	util_close(&pin.told);
	return rig_end(&pin.rig);
}
