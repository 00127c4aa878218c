/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The properties of the VFs that the device creates. */

#include "lib/rig.h"

struct shape {
	const char *what;
	unsigned int pairs;   /* queue pairs */
	unsigned int mtu;     /* 0: not offered */
	unsigned int vectors; /* 0 means at least one for each queue */
};

/* Replaces the VFs with num VFs of this shape; returns false if the device does not support it. */
bool shape_make(struct rig *rig, const struct shape *shape, unsigned int num);
/* Restores the default VFs, which other tests expect. */
void shape_restore(struct rig *rig);
