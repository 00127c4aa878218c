/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Bytes that identify their writer. A guest writes only one byte value into the registers of its
 * VF, which identifies the VF and the open. It must read back that value, zero, or the device's own
 * data; any other byte belongs to another guest.
 */

#include <stdbool.h>
#include <stdint.h>

#include "client/vfio.h"
#include "lib/dice.h"

struct mark {
	struct vfio_vf *vf; /* the VF, which must be open and not native */
	unsigned int index;
	uint8_t byte; /* 0 before the first write */
	bool msix;    /* the current layout */
};

/* Initializes the mark for open number @session of the VF. */
uint8_t mark_byte(unsigned int index, unsigned int session);

/* Writes or reads a register. Returns 0 or a negative errno; a foreign byte is a finding. */
int mark_access(const struct mark *mark, struct dice *dice);
/* Reads all registers that a previous guest may have written. */
int mark_look(const struct mark *mark);
/* Writes and reads BAR0 in config space, which the module emulates. */
int mark_config(const struct mark *mark, bool write);
