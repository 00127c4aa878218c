// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt pin of a legacy VF, for guests without MSI-X: it is asserted once, stays masked
 * until the guest unmasks it, is asserted again if ISR was not read, and is disabled when MSI-X is
 * enabled.
 */
#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>
#include <stddef.h>
#include <sys/eventfd.h>

#include "client/util.h"
#include "lib/pin.h"

#define LINK_STATUS offsetof(struct virtio_net_config, status)

/* Checks the status register like a driver with a shared interrupt. */
static bool is_pending(struct pin *pin)
{
	uint16_t status;

	tap_must(rig_config_read(&pin->rig, PCI_STATUS, &status, 2), "read the status register");
	return le16toh(status) & PCI_STATUS_INTERRUPT;
}

/* Returns MSI-X Enable as the guest sees it, which is not the VF's real state. */
static bool msix_is_on(struct pin *pin)
{
	uint8_t at = PCI_CAPABILITY_LIST, cap[4] = { 0 };

	tap_must(rig_config_read(&pin->rig, at, &at, 1), "read the first capability");
	while (at && cap[0] != PCI_CAP_ID_MSIX) {
		tap_must(rig_config_read(&pin->rig, at, cap, sizeof(cap)), "read a capability");
		at = cap[1];
	}
	if (cap[0] != PCI_CAP_ID_MSIX)
		tap_must(-ENOENT, "find MSI-X");
	return (cap[2] | cap[3] << 8) & PCI_MSIX_FLAGS_ENABLE;
}

static void identity(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	struct vfio_irq_info info;
	uint8_t reg;

	tap_must(rig_config_read(&pin->rig, PCI_INTERRUPT_PIN, &reg, 1), "read the pin");
	tap_ok(tap, reg == 1, "config space reports pin A");
	tap_must(vfio_irq_info(&pin->rig.vf, PIN, &info), "request the pin's information");
	tap_ok(tap,
	       info.count == 1 && info.flags == (VFIO_IRQ_INFO_EVENTFD | VFIO_IRQ_INFO_MASKABLE |
						 VFIO_IRQ_INFO_AUTOMASKED),
	       "VFIO reports it as well, like a real one");
	tap_ok(tap, !is_pending(pin), "the status register reports no interrupt");
}

static void level(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	unsigned int isr[2];
	uint64_t commands;

	pin_send(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "a sent frame asserts it");
	tap_ok(tap, !msix_is_on(pin), "config space shows MSI-X off, as the guest left it");
	pin_send(pin);
	tap_ok(tap, !pin_is_told(pin, PIN_WHILE_MS), "it is then masked");
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS),
	       "it is still asserted after unmasking: ISR was not read");
	tap_ok(tap, is_pending(pin), "the status register of config space reports it");
	rig_commands(&pin->rig);
	isr[0] = pin_isr(pin);
	isr[1] = pin_isr(pin);
	commands = rig_commands(&pin->rig);
	tap_ok(tap, isr[0] == 1 && isr[1] == 0, "ISR reports a queue, once (%u, then %u)", isr[0],
	       isr[1]);
	tap_ok(tap, commands == 0, "reading it takes no admin command (%lu)", commands);
	tap_ok(tap, !is_pending(pin), "the status register no longer reports an interrupt");
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
	tap_ok(tap, !pin_is_told(pin, PIN_WHILE_MS), "it is no longer asserted after ISR is read");
}

static void by_eventfd(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint64_t one = 1;

	tap_must(vfio_irq_unmask_by(&pin->rig.vf, PIN, pin->done), "connect an eventfd");
	pin_send(pin);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "the next frame asserts it again");
	tap_must(write(pin->done, &one, sizeof(one)) == sizeof(one) ? 0 : -EIO, "signal it");
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS),
	       "an eventfd unmasks it, as KVM does at end of interrupt");
	pin_isr(pin);
	tap_must(write(pin->done, &one, sizeof(one)) == sizeof(one) ? 0 : -EIO, "signal it");
}

/* Reads the link status at its offset in the layout without MSI-X registers. */
static bool link_is_up(struct pin *pin)
{
	uint16_t status;

	tap_must(rig_read(&pin->rig, VIRTIO_PCI_CONFIG_OFF(false) + LINK_STATUS, &status,
			  sizeof(status)),
		 "read the link's status");
	return le16toh(status) & VIRTIO_NET_S_LINK_UP;
}

static void config_change(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	unsigned int isr;

	tap_ok(tap, link_is_up(pin), "device configuration is at its offset without MSI-X");
	device_do(pin->rig.device, "link vf=%u down", pin->rig.index);
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "link down asserts it");
	isr = pin_isr(pin);
	tap_ok(tap, isr == VIRTIO_PCI_ISR_CONFIG, "ISR reports the configuration (%u)", isr);
	tap_ok(tap, !link_is_up(pin), "and the configuration has it");
	device_do(pin->rig.device, "link vf=%u up", pin->rig.index);
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "so does link up");
	pin_isr(pin);
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
}

static void disabled(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;

	tap_must(pci_command(&pin->rig.vf, PCI_COMMAND_INTX_DISABLE, 0), "disable it");
	pin_send(pin);
	tap_ok(tap, !pin_is_told(pin, PIN_WHILE_MS),
	       "it is silent while disabled in the command register");
	tap_ok(tap, is_pending(pin), "the status register still reports the interrupt");
	tap_must(pci_command(&pin->rig.vf, 0, PCI_COMMAND_INTX_DISABLE), "enable it");
	tap_ok(tap, pin_is_told(pin, PIN_SOON_MS), "it is asserted when it is enabled again");
}

static void reset(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status;

	pin_send(pin);
	tap_must(vfio_reset(&pin->rig.vf), "reset the function");
	rig_decode(&pin->rig);
	tap_ok(tap, pin_isr(pin) == 0, "a reset of the function clears ISR");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	tap_ok(tap, status == 0, "and the device's status");
}

static void msix(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	struct vfio_vf *vf = &pin->rig.vf;
	int r, none = -1;

	r = vfio_irq_enable(vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin->told, 1);
	tap_returned(tap, r, -EINVAL, "nor while its vectors are in use");
	r = vfio_irq_enable(vf, PIN, &none, 1);
	tap_returned(tap, r, 0, "its eventfd is removed");
	r = vfio_irq_enable(vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin->told, 1);
	tap_returned(tap, r, -EINVAL, "not even then, because its vectors are still in use");
	tap_returned(tap, vfio_irq_disable(vf, PIN), 0, "it is released");
	r = vfio_irq_enable(vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin->told, 1);
	tap_returned(tap, r, 0, "MSI-X can then be enabled");
	r = vfio_irq_enable(vf, PIN, &pin->told, 1);
	tap_returned(tap, r, -EINVAL, "but not the pin while MSI-X is enabled");
}

/* The file is closed while the pin is enabled. */
static void closed(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	struct vfio_vf *vf = &pin->rig.vf;
	int r;

	rig_close(&pin->rig);
	rig_open_again(&pin->rig);
	tap_must(vfio_irq_enable(vf, PIN, &pin->told, 1), "connect it again");
	tap_must(nic_up(&pin->nic, vf, NIC_POLL), "bring the device up again");
	nic_down(&pin->nic);
	rig_close(&pin->rig);
	rig_open_again(&pin->rig);
	r = vfio_irq_enable(vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin->told, 1);
	tap_returned(tap, r, 0, "at the next open its interrupts are free");
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC), .done = eventfd(0, EFD_CLOEXEC) };
	int r;

	pin_begin(&pin, 6);
	identity(&pin);
	r = vfio_irq_enable(&pin.rig.vf, PIN, &pin.told, 1);
	tap_returned(&pin.rig.scene.tap, r, 0, "it can be connected to an eventfd");
	r = vfio_irq_enable(&pin.rig.vf, VFIO_PCI_MSIX_IRQ_INDEX, &pin.done, 1);
	tap_returned(&pin.rig.scene.tap, r, -EINVAL, "MSI-X cannot be enabled at the same time");
	r = nic_up(&pin.nic, &pin.rig.vf, NIC_POLL);
	if (tap_returned(&pin.rig.scene.tap, r, 0, "a driver without MSI-X brings the device up")) {
		level(&pin);
		by_eventfd(&pin);
		config_change(&pin);
		disabled(&pin);
		reset(&pin);
	}
	msix(&pin);
	nic_down(&pin.nic);
	closed(&pin);
	return rig_end(&pin.rig);
}
