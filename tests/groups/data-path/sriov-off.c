// SPDX-License-Identifier: GPL-2.0-only
/*
 * SR-IOV is disabled while a client uses a VF.
 *
 * Timeout: 180 s
 */
#include "lib/outage.h"

static void off(struct pf_action *action, const char *pf)
{
	pf_vfs(action, pf, 0);
}

int main(void)
{
	const struct outage sriov = { "SR-IOV off", off, true };
	struct rig rig;

	rig_begin(&rig);
	outage(&rig, 14, &sriov, false);
	outage(&rig, 14, &sriov, true);
	return rig_end(&rig);
}
