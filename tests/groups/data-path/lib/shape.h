/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* How the device should make its VFs. */

#include "lib/rig.h"

struct shape {
	const char *what;
	unsigned int pairs;   /* of queues */
	unsigned int mtu;     /* 0: not offered */
	unsigned int vectors; /* 0: one for each queue, and more */
};

/* Replaces the VFs by num VFs of this shape; returns false when the device cannot. */
bool shape_make(struct rig *rig, const struct shape *shape, unsigned int num);
/* Restores what shape_make() has changed, as other tests expect it. */
void shape_restore(struct rig *rig);
