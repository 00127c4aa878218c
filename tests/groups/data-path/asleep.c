// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function is accessed while it is in D3hot, put there by the guest, or in runtime suspend;
 * another one is reset without its driver's knowledge. In both cases its registers are read from
 * the device again.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pin.h"
#include "lib/reset.h"
#include "lib/sleep.h"

#define VF_INDEX 6

/* Claims that the registers show the reset. */
static void expect_reset(struct pin *pin, const char *after)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status, pfn[4], isr;

	rig_decode(&pin->rig);
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_QUEUE_PFN, pfn, 4), "read its address");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_ISR, &isr, 1), "read ISR");
	tap_ok(tap, status == 0 && memcmp(pfn, "\0\0\0", 4) == 0 && isr == 0,
	       "%s: the registers have their reset values (status %u, ISR %u)", after, status, isr);
	reset_set_up(&pin->rig);
}

static void is_asked(struct pin *pin, const char *after)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status, pfn[4];
	uint64_t n;

	rig_commands(&pin->rig);
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	n = rig_commands(&pin->rig);
	tap_ok(tap, n == 1, "%s: the status is read from the device (%lu commands)", after, n);
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_QUEUE_PFN, pfn, 4), "read its address");
	n = rig_commands(&pin->rig);
	tap_ok(tap, n == 2, "%s: the queue's address is read from the device (%lu commands)", after,
	       n);
}

static bool soft_reset(struct pin *pin)
{
	uint16_t control;

	tap_must(rig_config_read(&pin->rig,
				 sleep_capability(&pin->rig, PCI_CAP_ID_PM) + PCI_PM_CTRL, &control,
				 2),
		 "read the power state");
	return !(le16toh(control) & PCI_PM_CTRL_NO_SOFT_RESET);
}

static void d3hot(struct pin *pin)
{
	tap_ok(&pin->rig.scene.tap, soft_reset(pin), "the function is reset when it leaves D3hot");
	reset_set_up(&pin->rig);
	sleep_power(&pin->rig, SLEEP_D3HOT);
	sleep_power(&pin->rig, SLEEP_D0);
	is_asked(pin, "D3hot and back");
}

static void suspended(struct pin *pin)
{
	sleep_allow(&pin->rig);
	tap_ok(&pin->rig.scene.tap, sleep_reaches(&pin->rig, "power/runtime_status", "suspended"),
	       "it is suspended when runtime PM allows it");
	is_asked(pin, "runtime suspend");
}

/* A kick by KVM wakes the function, as a kick by the guest does. */
static void kicked(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	int kick = eventfd(0, EFD_CLOEXEC);

	tap_must(vfio_ioeventfd(&pin->rig.vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY,
				0, VFIO_DEVICE_IOEVENTFD_16, kick),
		 "connect an ioeventfd");
	sleep_allow(&pin->rig);
	tap_ok(tap, sleep_reaches(&pin->rig, "power/runtime_status", "suspended"),
	       "it sleeps with an ioeventfd connected");
	device_do(pin->rig.device, "count reset");
	eventfd_write(kick, 1);
	for (int i = 0; i < 100; i++) {
		if (device_doorbells(pin->rig.device, pin->rig.index, "member", "good") == 1)
			break;
		util_sleep_ms(20);
	}
	tap_ok(tap, device_doorbells(pin->rig.device, pin->rig.index, "member", "good") == 1,
	       "the kick arrives");
	util_close(&kick);
}

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	util_close(&fd);
	return done;
}

/* The kernel's "freezer" test mode stops after freezing tasks; the devices stay on. */
static void system_sleep(struct pin *pin)
{
	reset_set_up(&pin->rig);
	if (put("/sys/power/pm_test", "freezer") && put("/sys/power/state", "freeze"))
		is_asked(pin, "sleep of the system");
	else
		tap_skip(&pin->rig.scene.tap, "sleep of the system",
			 "the kernel has no test mode for suspend");
	put("/sys/power/pm_test", "none");
}

static void behind_back(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status;

	reset_set_up(&pin->rig);
	reset_by_hand(pin->rig.bdf);
	tap_returned(tap, rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), -EIO,
		     "after a reset without the driver's knowledge it does not decode I/O");
	expect_reset(pin, "a reset without the driver's knowledge");
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC) };

	pin_begin(&pin, VF_INDEX);
	d3hot(&pin);
	behind_back(&pin);
	reset_set_up(&pin.rig);
	suspended(&pin);
	rig_close(&pin.rig);
	rig_open_again(&pin.rig);
	system_sleep(&pin);
	kicked(&pin);
	util_close(&pin.told);
	return rig_end(&pin.rig);
}
