// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function is in D3hot, put there by the guest, or suspended by runtime PM while its interrupts
 * are released or it is closed. The kernel does not write the MSI-X table of a function that does
 * not answer.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pin.h"
#include "lib/reset.h"
#include "lib/sleep.h"

#define VF_INDEX 6

static void connect_pin(struct pin *pin)
{
	tap_must(vfio_irq_enable(&pin->rig.vf, PIN, &pin->told, 1), "connect the pin");
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

/* Interrupts are freed only while the function is awake. */
static void pin_off(struct pin *pin)
{
	struct tap *tap = &pin->rig.scene.tap;

	connect_pin(pin);
	pin_works(pin, "at first");
	sleep_power(&pin->rig, SLEEP_D3HOT);
	tap_must(vfio_irq_disable(&pin->rig.vf, PIN), "close it in D3hot");
	tap_ok(tap, sleep_is(&pin->rig, "power_state", "D0"),
	       "a function that is closed in D3hot is woken first");
	sleep_power(&pin->rig, SLEEP_D0);
	rig_decode(&pin->rig);
	connect_pin(pin);
	pin_works(pin, "closed in D3hot, connected again");
	reset_by_hand(pin->rig.bdf);
	rig_decode(&pin->rig);
	pin_isr(pin);
	rig_decode(&pin->rig);
	pin_works(pin, "reset without the driver's knowledge");
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

/* Makes the kernel trace the power state of each function whose vectors are freed. */
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

static void close_it(struct pin *pin, const char *what, void (*fall)(struct pin *pin),
		     const char *attribute, const char *value)
{
	struct tap *tap = &pin->rig.scene.tap;
	unsigned int awake, asleep;
	bool traced;

	connect_pin(pin);
	pin_works(pin, what);
	fall(pin);
	tap_ok(tap, sleep_reaches(&pin->rig, attribute, value), "%s: it sleeps", what);
	trace_put("trace", "");
	traced = trace_begin();
	close(pin->rig.vf.device);
	pin->rig.vf.device = -1;
	if (traced) {
		trace_count(&awake, &asleep);
		tap_ok(tap, awake > 0 && asleep == 0,
		       "%s: vectors are freed while the function is awake (%u, %u asleep)", what,
		       awake, asleep);
	} else {
		tap_skip(tap, what, "the kernel cannot trace it");
	}
	trace_end();
	memset(&pin->nic, 0, sizeof(pin->nic));
	rig_close(&pin->rig);
	rig_open_again(&pin->rig);
	connect_pin(pin);
	pin_works(pin, "opened again");
	tap_must(vfio_irq_disable(&pin->rig.vf, PIN), "release the pin");
	forget_nic(pin);
}

static void fall_asleep(struct pin *pin)
{
	sleep_power(&pin->rig, SLEEP_D3HOT);
}

static void fall_suspended(struct pin *pin)
{
	sleep_allow(&pin->rig);
}

int main(void)
{
	struct pin pin = { .told = eventfd(0, EFD_CLOEXEC) };

	pin_begin(&pin, VF_INDEX);
	rig_decode(&pin.rig);
	pin_off(&pin);
	close_it(&pin, "D3hot at close", fall_asleep, "power_state", "D3hot");
	close_it(&pin, "suspended at close", fall_suspended, "power/runtime_status", "suspended");
	util_close(&pin.told);
	return rig_end(&pin.rig);
}
