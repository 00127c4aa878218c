/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* How the device is to make its VFs. */

#include "lib/rig.h"

struct shape {
	const char *what;
	unsigned int pairs;   /* of queues */
	unsigned int mtu;     /* 0: not offered */
	unsigned int vectors; /* 0: one for each queue, and more */
};

/* Makes num VFs of this shape in place of those that are there; false when the device can not. */
bool shape_make(struct rig *rig, const struct shape *shape, unsigned int num);
/* As the other tests expect them, where shape_make() has changed that. */
void shape_restore(struct rig *rig);
