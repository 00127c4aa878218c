/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Bytes that tell whose they are. All that a guest writes into registers of its VF is one byte,
 * which says which VF and which opening of it; so whatever it reads back is that, or zero, or what
 * the device has of itself, and any other byte is somebody else's.
 */

#include <stdbool.h>
#include <stdint.h>

#include "client/vfio.h"
#include "lib/dice.h"

struct mark {
	struct vfio_vf *vf; /* open, not native */
	unsigned int index;
	uint8_t byte; /* 0 before anything was written */
	bool msix;    /* the layout in force */
};

/* For the session-th time that the VF is open. */
uint8_t mark_byte(unsigned int index, unsigned int session);

/* A write or a read of some register. 0 or a negative errno; a foreign byte is a finding. */
int mark_access(const struct mark *mark, struct dice *dice);
/* Reads all that a guest before might have left something in. */
int mark_look(const struct mark *mark);
/* Writes and reads BAR0 of the config space, which the driver itself keeps. */
int mark_config(const struct mark *mark, bool write);
