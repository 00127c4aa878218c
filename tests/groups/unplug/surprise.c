// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF is surprise-removed from its slot while a client uses a VF, and while commands are
 * unanswered. The client gets errors and is asked to close the VF, the kernel removes both
 * functions, and everything works once the PF is inserted again.
 *
 * Timeout: 240 s
 */
#include <errno.h>
#include <glob.h>

#include "client/util.h"
#include "lib/outage.h"

#define REQUEST_MS (20000 * scene_slower())
#define GONE_MS (40000 * scene_slower())
#define BACK_MS (40000 * scene_slower())

static bool exists(const char *pattern)
{
	glob_t found = { 0 };
	bool any = glob(pattern, 0, NULL, &found) == 0;

	globfree(&found);
	return any;
}

/* Waits until the PF has a file that matches this pattern, or until it has none. */
static bool attribute(const char *pf, const char *name, bool present, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	char pattern[256];

	snprintf(pattern, sizeof(pattern), "/sys/bus/pci/devices/%s/%s", pf, name);
	while (exists(pattern) != present) {
		if (util_now_ns() > deadline)
			return false;
		util_sleep_ms(10);
	}
	return true;
}

/* The device refuses this until the kernel has powered the slot off, which takes a moment. */
static void put_in(struct rig *rig)
{
	uint64_t deadline = util_now_ns() + GONE_MS * 1000000ull;

	while (vfdev_command(rig->device, NULL, "plug") < 0) {
		if (util_now_ns() > deadline)
			tap_must(-ETIMEDOUT, "plug the PF in again");
		util_sleep_ms(50);
	}
}

static void pull_out(struct rig *rig, bool stuck)
{
	const char *when = stuck ? "pulled out, with unanswered commands" : "pulled out";
	struct tap *tap = &rig->scene.tap;
	uint64_t start;
	struct vmm vmm;

	outage_client(&vmm, rig, 13, stuck);
	start = util_now_ns();
	device_do(rig->device, "unplug");
	tap_ok(tap, vmm_requested(&vmm, REQUEST_MS), "%s: the client is requested to close", when);
	vmm_stop(&vmm);
	tap_ok(tap, attribute(rig->scene.pf, "vendor", false, GONE_MS), "%s: the PF is removed",
	       when);
	tap_note("%s: it took %lu ms", when, (util_now_ns() - start) / 1000000);
	vmm_check(&vmm, when, OUTAGE_ACCESS_MS);
	put_in(rig);
	tap_ok(tap, attribute(rig->scene.pf, "virtio*/driver", true, BACK_MS),
	       "%s: it works again when it is plugged in", when);
	device_repair(rig->device);
	outage_over(rig, 13, when);
}

int main(void)
{
	struct rig rig;

	/* Checks for ports whose slots the kernel manages itself. */
	if (!exists("/sys/bus/pci_express/drivers/pciehp/0000:*")) {
		printf("1..0 # SKIP no slot that reports surprise removal\n");
		return 77;
	}
	rig_begin(&rig);
	pull_out(&rig, false);
	pull_out(&rig, true);
	return rig_end(&rig);
}
