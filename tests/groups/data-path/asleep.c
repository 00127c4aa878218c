// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that sleeps, in the guest's D3hot or in runtime suspend, while it is accessed or
 * closed; and one that is reset without its driver's knowledge. Its registers are read from the
 * device again, and nothing is written to the tables of a function that does not answer.
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

#include "client/modern.h"
#include "client/util.h"
#include "lib/pin.h"

#define VF_INDEX 6
#define D3HOT 3
#define STATUS 3 /* ACKNOWLEDGE, DRIVER */
#define PFN "\0\1\0\0"

static unsigned int capability(struct pin *pin, unsigned int id)
{
	unsigned int cap;

	tap_must(modern_capability(&pin->rig.vf, id, &cap), "find capability %u", id);
	return cap;
}

static void power(struct pin *pin, unsigned int state)
{
	unsigned int at = capability(pin, PCI_CAP_ID_PM) + PCI_PM_CTRL;
	uint16_t control;

	tap_must(rig_config_read(&pin->rig, at, &control, 2), "read the power state");
	control = htole16((le16toh(control) & ~PCI_PM_CTRL_STATE_MASK) | state);
	tap_must(rig_config_write(&pin->rig, at, &control, 2), "write the power state");
}

static void low_power(struct pin *pin)
{
	struct vfio_device_feature f = {
		.argsz = sizeof(f),
		.flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY,
	};

	tap_must(util_errno(ioctl(pin->rig.vf.device, VFIO_DEVICE_FEATURE, &f)), "allow it to sleep");
}

static bool is(const struct pin *pin, const char *attribute, const char *value)
{
	char path[128], text[32] = "";
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", pin->rig.bdf, attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	util_close(&fd);
	if (len > 0)
		text[strcspn(text, "\n")] = '\0';
	return strcmp(text, value) == 0;
}

static bool comes_to(const struct pin *pin, const char *attribute, const char *value)
{
	for (int i = 0; i < 100 && !is(pin, attribute, value); i++)
		util_sleep_ms(20);
	return is(pin, attribute, value);
}

/* Registers that a guest reads back and the driver caches. */
static void set_up(struct pin *pin)
{
	uint8_t status;

	rig_decode(&pin->rig);
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_STATUS, "\0", 1), "reset the device");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "see that it is reset");
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_STATUS, "\3", 1), "write the status");
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_PFN, PFN, 4), "give it an address");
	rig_commands(&pin->rig);
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	if (status != STATUS || rig_commands(&pin->rig) != 0)
		tap_must(-EIO, "have the status remembered");
}

/* The device was reset, and the registers say so. */
static void says_reset(struct pin *pin, const char *after)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status, pfn[4], isr;

	rig_decode(&pin->rig);
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_QUEUE_PFN, pfn, 4), "read its address");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_ISR, &isr, 1), "read ISR");
	tap_ok(tap, status == 0 && memcmp(pfn, "\0\0\0", 4) == 0 && isr == 0,
	       "%s: the registers are those of a device that was reset (status %u, ISR %u)", after,
	       status, isr);
	set_up(pin);
}

static void is_asked(struct pin *pin, const char *after)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status, pfn[4];
	uint64_t n;

	rig_commands(&pin->rig);
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), "read the status");
	n = rig_commands(&pin->rig);
	tap_ok(tap, n == 1, "%s: the device is asked for its status (%lu commands)", after, n);
	tap_must(rig_write(&pin->rig, VIRTIO_PCI_QUEUE_SEL, "\0\0", 2), "select a queue");
	tap_must(rig_read(&pin->rig, VIRTIO_PCI_QUEUE_PFN, pfn, 4), "read its address");
	n = rig_commands(&pin->rig);
	tap_ok(tap, n == 2, "%s: and for the queue's address (%lu commands)", after, n);
}

static bool soft_reset(struct pin *pin)
{
	uint16_t control;

	tap_must(rig_config_read(&pin->rig, capability(pin, PCI_CAP_ID_PM) + PCI_PM_CTRL, &control,
				 2),
		 "read the power state");
	return !(le16toh(control) & PCI_PM_CTRL_NO_SOFT_RESET);
}

static void d3hot(struct pin *pin)
{
	tap_ok(&pin->rig.scene.tap, soft_reset(pin), "the function is reset when it leaves D3hot");
	set_up(pin);
	power(pin, D3HOT);
	power(pin, 0);
	is_asked(pin, "D3hot and back");
}

static void suspended(struct pin *pin)
{
	low_power(pin);
	tap_ok(&pin->rig.scene.tap, comes_to(pin, "power/runtime_status", "suspended"),
	       "allowed to sleep it is suspended");
	is_asked(pin, "runtime suspend");
}

/* A kick of KVM wakes it, as a kick of the guest does. */
static void kicked(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	int kick = eventfd(0, EFD_CLOEXEC);

	tap_must(vfio_ioeventfd(&pin->rig.vf, VFIO_PCI_BAR0_REGION_INDEX, VIRTIO_PCI_QUEUE_NOTIFY,
				0, VFIO_DEVICE_IOEVENTFD_16, kick),
		 "tie an ioeventfd");
	low_power(pin);
	tap_ok(tap, comes_to(pin, "power/runtime_status", "suspended"), "with a kick tied it sleeps");
	device_do(pin->rig.device, "count reset");
	eventfd_write(kick, 1);
	for (int i = 0; i < 100; i++) {
		if (device_bells(pin->rig.device, pin->rig.index, "member", "good") == 1)
			break;
		util_sleep_ms(20);
	}
	tap_ok(tap, device_bells(pin->rig.device, pin->rig.index, "member", "good") == 1,
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

/* The kernel's test that stops after the freeze: the devices stay on. */
static void system_sleep(struct pin *pin)
{
	set_up(pin);
	if (put("/sys/power/pm_test", "freezer") && put("/sys/power/state", "freeze"))
		is_asked(pin, "sleep of the system");
	else
		tap_skip(&pin->rig.scene.tap, "sleep of the system", "no test mode of suspend");
	put("/sys/power/pm_test", "none");
}

/* Through the file in sysfs, which nobody should use. */
static void flr(struct pin *pin)
{
	unsigned int at = capability(pin, PCI_CAP_ID_EXP) + PCI_EXP_DEVCTL;
	uint16_t control;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", pin->rig.bdf);
	fd = open(path, O_RDWR | O_CLOEXEC);
	tap_must(util_errno(fd), "open %s", path);
	tap_must(pread(fd, &control, 2, at) == 2 ? 0 : -EIO, "read Device Control");
	control |= htole16(PCI_EXP_DEVCTL_BCR_FLR);
	tap_must(pwrite(fd, &control, 2, at) == 2 ? 0 : -EIO, "write Device Control");
	close(fd);
	util_sleep_ms(200);
}

static void behind_back(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;
	uint8_t status;

	set_up(pin);
	flr(pin);
	tap_returned(tap, rig_read(&pin->rig, VIRTIO_PCI_STATUS, &status, 1), -EIO,
		     "reset behind its back, it decodes no I/O");
	says_reset(pin, "a reset behind its back");
}

static void tie(struct pin *pin)
{
	tap_must(vfio_irq_enable(&pin->rig.vf, PIN, &pin->told, 1), "tie the pin");
}

static void pin_works(struct pin *pin, const char *when)
{
	tap_must(nic_up(&pin->nic, &pin->rig.vf, NIC_POLL), "bring the device up");
	pin_is_told(pin, 0);
	pin_isr(pin);
	tap_must(vfio_irq_unmask(&pin->rig.vf, PIN), "unmask");
	pin_send(pin);
	tap_ok(&pin->rig.scene.tap, pin_is_told(pin, PIN_SOON_MS), "%s: the pin works", when);
}

static void forget_nic(struct pin *pin)
{
	nic_down(&pin->nic);
	memset(&pin->nic, 0, sizeof(pin->nic));
}

/* The interrupts that are freed are those of a function that is awake. */
static void pin_off(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;

	tie(pin);
	pin_works(pin, "at first");
	power(pin, D3HOT);
	tap_must(vfio_irq_disable(&pin->rig.vf, PIN), "let it go in D3hot");
	tap_ok(tap, is(pin, "power_state", "D0"), "let go in D3hot, the function was woken up for that");
	power(pin, 0);
	rig_decode(&pin->rig);
	tie(pin);
	pin_works(pin, "let go in D3hot, tied again");
	flr(pin);
	rig_decode(&pin->rig);
	pin_isr(pin);
	rig_decode(&pin->rig);
	pin_works(pin, "reset behind its back");
	forget_nic(pin);
}

static bool trace_put(const char *file, const char *text)
{
	char path[128];
	bool done;
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/tracing/%s", file);
	fd = open(path, O_WRONLY | O_CLOEXEC | (*text ? O_APPEND : O_TRUNC));
	done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	util_close(&fd);
	return done;
}

/* From now on the kernel's trace has the power state in which vectors of any function are freed. */
static bool trace_begin(void)
{
	return trace_put("kprobe_events",
			 "p:asleep/freed pci_free_irq_vectors state=dev->current_state:s32\n") &&
	       trace_put("events/asleep/freed/enable", "1");
}

static void trace_end(void)
{
	trace_put("events/asleep/freed/enable", "0");
	trace_put("kprobe_events", "-:asleep/freed\n");
}

static void trace_count(unsigned int *awake, unsigned int *asleep)
{
	char line[512];
	FILE *trace = fopen("/sys/kernel/tracing/trace", "re");

	*awake = *asleep = 0;
	tap_must(trace ? 0 : -errno, "open the kernel's trace");
	while (fgets(line, sizeof(line), trace)) {
		if (!strstr(line, "freed:"))
			continue;
		if (strstr(line, "state=0"))
			(*awake)++;
		else
			(*asleep)++;
	}
	fclose(trace);
}

static void close_it(struct pin *pin, const char *what, void (*sleep)(struct pin *pin),
		     const char *attribute, const char *value)
{
	struct tap *tap = &pin->rig.scene.tap;
	unsigned int awake, asleep;
	bool traced;

	tie(pin);
	pin_works(pin, what);
	sleep(pin);
	tap_ok(tap, comes_to(pin, attribute, value), "%s: it sleeps", what);
	trace_put("trace", "");
	traced = trace_begin();
	close(pin->rig.vf.device);
	pin->rig.vf.device = -1;
	if (traced) {
		trace_count(&awake, &asleep);
		tap_ok(tap, awake > 0 && asleep == 0,
		       "%s: vectors are freed with the function awake (%u, %u asleep)", what, awake,
		       asleep);
	} else {
		tap_skip(tap, what, "the kernel cannot trace it");
	}
	trace_end();
	memset(&pin->nic, 0, sizeof(pin->nic));
	rig_close(&pin->rig);
	rig_open_again(&pin->rig);
	tie(pin);
	pin_works(pin, "opened again");
	tap_must(vfio_irq_disable(&pin->rig.vf, PIN), "let the pin go");
	forget_nic(pin);
}

static void sleep_d3hot(struct pin *pin)
{
	power(pin, D3HOT);
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC) };

	pin_begin(&pin, VF_INDEX);
	d3hot(&pin);
	behind_back(&pin);
	pin_off(&pin);
	close_it(&pin, "D3hot at close", sleep_d3hot, "power_state", "D3hot");
	close_it(&pin, "suspended at close", low_power, "power/runtime_status", "suspended");
	set_up(&pin);
	suspended(&pin);
	rig_close(&pin.rig);
	rig_open_again(&pin.rig);
	system_sleep(&pin);
	kicked(&pin);
	util_close(&pin.told);
	return rig_end(&pin.rig);
}
