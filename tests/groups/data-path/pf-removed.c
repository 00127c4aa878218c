// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PF is removed from the bus and found again by a rescan while a client uses one of its VFs.
 *
 * Timeout: 180 s
 */
#include "lib/outage.h"

int main(void)
{
	const struct outage removed = { "PF removed", pf_remove, true };
	struct rig rig;

	rig_begin(&rig);
	outage(&rig, 13, &removed, false);
	outage(&rig, 13, &removed, true);
	return rig_end(&rig);
}
