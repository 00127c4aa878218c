/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Every (offset, length) of BAR0 against the oracle, which is filled with what was written, what
 * the device itself said, and what its modern interface shows. Gives up with "Bail out!".
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
	unsigned int notes; /* so that a layout that is wrong does not fill the log */
	unsigned int accesses, wrong_value, wrong_result, wrong_command, wrong_isr;
};

/*
 * Right after the open, for the trace has what the device said then. Claims that BAR0's size is
 * right.
 */
void sweep_begin(struct sweep *s, struct rig *rig, enum oracle_type type);
/* Gives every register a value of its own, as far as a device lets itself be given one. */
void sweep_prepare(struct sweep *s, unsigned int queue, uint32_t accepted);
/* Reads everything with MSI-X on or off, and makes its claims. */
void sweep_reads(struct sweep *s, bool msix);
/*
 * Counts what is wrong with the device's trace since the last clear, after an access at this place.
 */
void sweep_commands_check(struct sweep *s, unsigned int at, unsigned int len, bool refused);
/* Resets the device and closes the VF. */
void sweep_end(struct sweep *s);
