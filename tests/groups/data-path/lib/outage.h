/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The PF, or something that it needs, goes away while a client uses BAR0 of a VF all the time. */

#include "lib/vmm.h"
#include "scene/pf.h"

/* For threads that wait for each other, with a device that does not answer any of them. */
#define OUTAGE_ACCESS_MS 8000
#define OUTAGE_ACTION_MS (30000 * scene_slower())

struct outage {
	const char *what;
	void (*begin)(struct pf_action *action, const char *pf);
	bool vf_goes; /* the client is asked to close, and the action only ends then */
};

/*
 * Opens VF index, causes the outage, and claims that the client and the action end, and that after
 * pf_repair() the VF can be used again. With stuck, the device has stopped answering before.
 */
void outage(struct rig *rig, unsigned int index, const struct outage *o, bool stuck);
