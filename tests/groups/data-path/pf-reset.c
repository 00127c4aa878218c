// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF is reset through sysfs. Its driver is not notified (virtio_pci has no reset callbacks in
 * 6.12), and its admin queue no longer works. Clients get errors in bounded time, and everything
 * works once the driver is bound again.
 *
 * Timeout: 180 s
 */
#include "client/util.h"
#include "lib/outage.h"

#define PROGRESS_MS 30000

static void reset(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	struct pf_action action;
	struct vmm vmm;

	rig_open(rig, 15);
	vmm_start(&vmm, rig);
	pf_reset(&action, rig->scene.pf);
	tap_returned(tap, pf_wait(&action, OUTAGE_ACTION_MS), 0, "the PF can be reset");
	tap_note("it took %lu ms", action.took_ns / 1000000);
	tap_ok(tap, hammer_wait_failed(&vmm.hammer, 1, PROGRESS_MS), "accesses fail");
	vmm_stop(&vmm);
	vmm_check(&vmm, "PF reset", OUTAGE_ACCESS_MS);
}

int main(void)
{
	struct pf_action action;
	struct rig rig;

	rig_begin(&rig);
	reset(&rig);
	pf_driver_unbind(&action, rig.scene.pf);
	tap_returned(&rig.scene.tap, pf_wait(&action, OUTAGE_ACTION_MS), 0,
		     "its driver can be unbound");
	outage_over(&rig, 15, "with its driver bound anew");
	return rig_end(&rig);
}
