// SPDX-License-Identifier: GPL-2.0-only
/*
 * After a reset by VFIO's ioctl or by the function's FLR bit, and after close and open, the config
 * space of a transitional VF is in its power-on state: decoding is off and BAR0 has no address. In
 * D3hot neither the registers nor the doorbell is accessible; in D0 both are accessible again.
 */
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/modern.h"
#include "client/util.h"
#include "lib/rig.h"

#define ADDRESS 0xc000
#define QUEUE 1
/* The value of the PowerState field */
#define D3HOT 3

static bool is_cleared(struct rig *rig, const char *after)
{
	uint8_t command[2], low;
	uint32_t bar0;

	tap_must(rig_config_read(rig, PCI_COMMAND, command, 2), "read the command register");
	tap_must(rig_config_read(rig, PCI_BASE_ADDRESS_0, &bar0, 4), "read BAR0");
	if (command[0] & PCI_COMMAND_IO || le32toh(bar0) != PCI_BASE_ADDRESS_SPACE_IO)
		tap_note("after %s: command 0x%02x, BAR0 0x%08x", after, command[0], le32toh(bar0));
	return !(command[0] & PCI_COMMAND_IO) && le32toh(bar0) == PCI_BASE_ADDRESS_SPACE_IO &&
	       rig_read(rig, VIRTIO_PCI_STATUS, &low, 1) == -EIO;
}

static void set_up(struct rig *rig)
{
	uint8_t low;

	tap_must(pci_bar0_assign(&rig->vf, ADDRESS), "assign BAR0");
	rig_decode(rig);
	tap_must(rig_write(rig, VIRTIO_PCI_STATUS, "\x03", 1), "write the status");
	tap_must(rig_write(rig, VIRTIO_PCI_QUEUE_SEL, "\x01\x00", 2), "select a queue");
	tap_must(rig_read(rig, VIRTIO_PCI_STATUS, &low, 1), "read the status");
	if (low != 3)
		tap_must(-EIO, "read back the status");
}

/* The device was reset as well, and the module has noticed. */
static bool starts_anew(struct rig *rig)
{
	uint8_t regs[8];

	rig_decode(rig);
	tap_must(rig_read(rig, VIRTIO_PCI_QUEUE_NUM, regs, 8), "read registers");
	return regs[VIRTIO_PCI_STATUS - VIRTIO_PCI_QUEUE_NUM] == 0 && regs[2] == 0 &&
	       regs[3] == 0 && (regs[0] || regs[1]);
}

static void flr(struct rig *rig)
{
	unsigned int cap;
	uint16_t control;

	tap_must(modern_capability(&rig->vf, PCI_CAP_ID_EXP, &cap), "find the capability");
	tap_must(rig_config_read(rig, cap + PCI_EXP_DEVCTL, &control, 2), "read Device Control");
	control |= htole16(PCI_EXP_DEVCTL_BCR_FLR);
	tap_must(rig_config_write(rig, cap + PCI_EXP_DEVCTL, &control, 2), "write Device Control");
}

static void resets(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;

	set_up(rig);
	tap_must(vfio_reset(&rig->vf), "reset the function");
	tap_ok(tap, is_cleared(rig, "VFIO_DEVICE_RESET"),
	       "VFIO_DEVICE_RESET clears decode and BAR0");
	tap_ok(tap, starts_anew(rig), "and the registers");
	set_up(rig);
	flr(rig);
	tap_ok(tap, is_cleared(rig, "FLR"), "an FLR by config space clears decode and BAR0");
	tap_ok(tap, starts_anew(rig), "and the registers");
	set_up(rig);
	rig_close(rig);
	scene_open(&rig->vf, rig->bdf);
	tap_ok(tap, is_cleared(rig, "open"), "close and open clear decode and BAR0");
	tap_ok(tap, starts_anew(rig), "and the registers");
}

static void power(struct rig *rig, uint16_t state)
{
	unsigned int cap;
	uint16_t control;

	tap_must(modern_capability(&rig->vf, PCI_CAP_ID_PM, &cap), "find the capability");
	tap_must(rig_config_read(rig, cap + PCI_PM_CTRL, &control, 2), "read its control register");
	control = htole16((le16toh(control) & ~PCI_PM_CTRL_STATE_MASK) | state);
	tap_must(rig_config_write(rig, cap + PCI_PM_CTRL, &control, 2), "set the power state");
	tap_must(rig_config_read(rig, cap + PCI_PM_CTRL, &control, 2), "read its control register");
	if ((le16toh(control) & PCI_PM_CTRL_STATE_MASK) != state)
		tap_must(-EIO, "see power state %u", state);
}

static uint64_t rings(struct rig *rig)
{
	return device_doorbells(rig->device, rig->index, "member", "good");
}

static void d3hot(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t queue[2] = { QUEUE, 0 }, regs[8], vendor[2];
	unsigned int wrong = 0;

	set_up(rig);
	power(rig, D3HOT);
	device_do(rig->device, "count reset");
	for (unsigned int at = 0; at + 4 <= rig_bar0_size(rig); at += 4)
		wrong += rig_read(rig, at, regs, 4) != -EIO;
	wrong += rig_write(rig, VIRTIO_PCI_STATUS, "\x00", 1) != -EIO;
	tap_ok(tap, wrong == 0, "register accesses fail in D3hot");
	tap_returned(tap, rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, 2), -EIO,
		     "a kick fails in D3hot");
	tap_ok(tap, rings(rig) == 0 && device_commands(rig->device, rig->index) == 0,
	       "and does not reach the device");
	tap_ok(tap,
	       rig_config_read(rig, 0, vendor, 2) == 0 && vendor[0] == 0xf4 && vendor[1] == 0x1a,
	       "config space is still accessible");
	power(rig, 0);
	rig_decode(rig);
	tap_returned(tap, rig_read(rig, VIRTIO_PCI_STATUS, regs, 1), 0, "in D0 registers answer");
	tap_returned(tap, rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, 2), 0,
		     "and a kick succeeds");
	tap_ok(tap, rings(rig) == 1, "and arrives");
}

/* A kick accesses an I/O BAR, so it depends on I/O decoding, not on memory decoding. */
static void decoding(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	uint8_t queue[2] = { QUEUE, 0 };

	set_up(rig);
	tap_must(pci_command(&rig->vf, 0, PCI_COMMAND_MEMORY), "turn memory decoding off");
	device_do(rig->device, "count reset");
	tap_ok(tap, rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, 2) == 0 && rings(rig) == 1,
	       "a kick arrives without memory decoding");
	tap_must(pci_command(&rig->vf, PCI_COMMAND_MEMORY, PCI_COMMAND_IO), "turn I/O off");
	tap_returned(tap, rig_write(rig, VIRTIO_PCI_QUEUE_NOTIFY, queue, 2), -EIO,
		     "a kick fails without I/O decoding");
	tap_ok(tap, rings(rig) == 1 && device_commands(rig->device, rig->index) == 0,
	       "and does not arrive");
}

int main(void)
{
	struct rig rig;

	rig_begin_open(&rig, 9);
	resets(&rig);
	d3hot(&rig);
	decoding(&rig);
	return rig_end(&rig);
}
