/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The PF, or what it needs, goes away under a client that uses BAR0 of a VF all the time. */

#include "lib/vmm.h"
#include "scene/pf.h"

/* With threads that wait for each other, for a device that does not answer each of them. */
#define OUTAGE_ACCESS_MS 8000
#define OUTAGE_ACTION_MS (30000 * scene_slower())

struct outage {
	const char *what;
	void (*begin)(struct pf_action *action, const char *pf);
	bool vf_goes; /* the client is asked to close, and what was begun ends only then */
};

/*
 * Opens VF index, lets the outage happen, and claims that the client and what was begun come to
 * their ends, and that after pf_repair() the VF can be used again. With stuck, the device has
 * stopped answering before that.
 */
void outage(struct rig *rig, unsigned int index, const struct outage *o, bool stuck);
