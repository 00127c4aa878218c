/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Compares every (offset, length) of BAR0 with the oracle, which has what was written, what the
 * device answered, and what its modern interface shows. Gives up with "Bail out!".
 */

#include "client/legacy.h"
#include "lib/oracle.h"
#include "lib/rig.h"

struct sweep {
	struct rig *rig; /* the caller's, with the VF open */
	struct legacy_dev dev;
	struct oracle oracle;
	struct virtq q;
	unsigned int size;  /* of BAR0 */
	unsigned int notes; /* so that a wrong layout does not fill the log */
	unsigned int accesses, wrong_value, wrong_result, wrong_command, wrong_isr;
};

/*
 * Call it right after the open, because the trace has the device's answers then. Claims that BAR0's
 * size is correct.
 */
void sweep_begin(struct sweep *s, struct rig *rig, enum oracle_type type);
/* Writes a distinct value to every register that can be written. */
void sweep_prepare(struct sweep *s, unsigned int queue, uint32_t accepted);
/* Reads everything with MSI-X on or off, and claims the results. */
void sweep_reads(struct sweep *s, bool msix);
/*
 * Counts the errors in the device's trace since the last clear, after an access at this place.
 */
void sweep_commands_check(struct sweep *s, unsigned int at, unsigned int len, bool refused);
/* Resets the device and closes the VF. */
void sweep_end(struct sweep *s);
