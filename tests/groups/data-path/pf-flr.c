// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF is reset while a VF is open: through sysfs, where the kernel restores the VFs, and
 * directly in its config space, where the VFs disappear. In both cases the VF loses its state and
 * its driver is not notified. The module drops cached registers.
 *
 * Timeout: 240 s
 */
#include "lib/outage.h"
#include "lib/reset.h"

#define VF_INDEX 7

static void by_sysfs(struct rig *rig)
{
	struct pf_action action;

	pf_reset(&action, rig->scene.pf);
	tap_must(pf_wait(&action, OUTAGE_ACTION_MS), "reset the PF");
}

static void by_hand(struct rig *rig)
{
	reset_by_hand(rig->scene.pf);
}

static void repair(struct rig *rig)
{
	struct pf_action action;

	pf_driver_unbind(&action, rig->scene.pf);
	tap_must(pf_wait(&action, OUTAGE_ACTION_MS), "unbind the PF's driver");
	pf_repair(rig->scene.pf);
}

static void lost(struct rig *rig, const char *how, void (*reset)(struct rig *rig))
{
	struct tap *tap = &rig->scene.tap;
	struct reset_saved pf;
	uint8_t features[4];

	rig_open(rig, VF_INDEX);
	reset_set_up(rig);
	reset_save(rig->scene.pf, &pf);
	reset(rig);
	tap_ok(tap, reset_is_seen(rig), "PF reset %s: the VF's registers are not accessible", how);
	reset_restore(rig->scene.pf, &pf);
	rig_close(rig);
	repair(rig);
	rig_open(rig, VF_INDEX);
	tap_returned(tap, rig_read(rig, 0, features, 4), 0, "PF reset %s: it then works again",
		     how);
	rig_close(rig);
}

int main(void)
{
	struct rig rig;

	rig_begin(&rig);
	lost(&rig, "through sysfs", by_sysfs);
	lost(&rig, "by hand", by_hand);
	return rig_end(&rig);
}
