/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The PF, or something that it needs, disappears while a client accesses BAR0 of a VF continuously.
 */

#include "lib/vmm.h"
#include "scene/pf.h"

/* Longer than one timeout, because threads wait for each other while the device does not answer. */
#define OUTAGE_ACCESS_MS 8000
#define OUTAGE_ACTION_MS (30000 * scene_slower())

struct outage {
	const char *what;
	void (*begin)(struct pf_action *action, const char *pf);
	bool vf_goes; /* the host asks the client to close the VF, and the action ends only after
		       * the close */
};

/*
 * Opens VF index, causes the outage, and claims that the client and the action end, and that the VF
 * works again after pf_repair(). If @stuck is set, the device stops answering before the outage.
 */
void outage(struct rig *rig, unsigned int index, const struct outage *o, bool stuck);
/* Opens VF @index and starts a client. If @stuck is set, the device no longer answers it. */
void outage_client(struct vmm *vmm, struct rig *rig, unsigned int index, bool stuck);
/* Repairs the PF, and claims that VF @index, which is closed, works. */
void outage_over(struct rig *rig, unsigned int index, const char *when);
