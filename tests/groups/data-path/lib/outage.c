// SPDX-License-Identifier: GPL-2.0-only
#include "outage.h"

#include <string.h>

#include "client/util.h"

#define REQUEST_MS (10000 * scene_slower())
#define PROGRESS_MS (10000 * scene_slower())

/*
 * Returns how often VF Enable was cleared while a command was outstanding, which a driver must not
 * do.
 */
static uint64_t cleared_too_early(struct rig *rig)
{
	_cleanup_free_ char *counts = NULL;
	const char *odd;

	tap_must(vfdev_command(rig->device, &counts, "count"), "read the device's counters");
	odd = strstr(counts, "vfe-busy=");
	return odd ? strtoull(odd + strlen("vfe-busy="), NULL, 10) : 0;
}

void outage_client(struct vmm *vmm, struct rig *rig, unsigned int index, bool stuck)
{
	rig_open(rig, index);
	vmm_start(vmm, rig);
	if (stuck)
		vmm_hold(vmm);
}

void outage_over(struct rig *rig, unsigned int index, const char *when)
{
	uint8_t features[4], status;

	pf_repair(rig->scene.pf);
	rig_open(rig, index);
	tap_ok(&rig->scene.tap,
	       rig_read(rig, 0, features, 4) == 0 && rig_write(rig, 18, "\x01", 1) == 0 &&
		       rig_read(rig, 18, &status, 1) == 0 && status == 1,
	       "%s: it works again", when);
	rig_close(rig);
}

/* The VF is not removed, so the same open file must work again as soon as the PF is back. */
static void goes_on(struct vmm *vmm, const char *when)
{
	struct rig *rig = vmm->rig;

	pf_repair(rig->scene.pf);
	pci_command(&rig->vf, 7, 0);
	tap_ok(&rig->scene.tap, hammer_wait_good(&vmm->hammer, 50, PROGRESS_MS),
	       "%s: the VF that stayed open works again", when);
}

void outage(struct rig *rig, unsigned int index, const struct outage *o, bool stuck)
{
	struct tap *tap = &rig->scene.tap;
	struct pf_action action;
	struct vmm vmm;
	char when[96];

	snprintf(when, sizeof(when), "%s%s", o->what, stuck ? ", with commands unanswered" : "");
	device_do(rig->device, "count reset");
	outage_client(&vmm, rig, index, stuck);
	o->begin(&action, rig->scene.pf);
	if (o->vf_goes) {
		tap_ok(tap, vmm_requested(&vmm, REQUEST_MS), "%s: the client is requested to close",
		       when);
		vmm_stop(&vmm);
	}
	tap_returned(tap, pf_wait(&action, OUTAGE_ACTION_MS), 0, "%s: the outage ends", when);
	tap_note("%s: it took %lu ms", when, action.took_ns / 1000000);
	if (!stuck && o->vf_goes)
		tap_ok(tap, cleared_too_early(rig) == 0,
		       "%s: VF Enable was not cleared while a command was outstanding", when);
	if (!o->vf_goes)
		tap_ok(tap, hammer_wait_failed(&vmm.hammer, 1, PROGRESS_MS),
		       "%s: accesses fail during the outage", when);
	device_repair(rig->device);
	if (!o->vf_goes) {
		goes_on(&vmm, when);
		vmm_stop(&vmm);
	}
	vmm_check(&vmm, when, OUTAGE_ACCESS_MS);
	outage_over(rig, index, when);
}
