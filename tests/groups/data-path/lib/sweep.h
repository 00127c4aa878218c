/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Compares reads of BAR0 at every offset and length with the oracle. The oracle has the values that
 * were written, the device's answers, and the values of its modern interface. Errors end the test
 * with "Bail out!".
 */

#include "client/legacy.h"
#include "lib/oracle.h"
#include "lib/rig.h"

struct sweep {
	struct rig *rig; /* owned by the caller, with the VF open */
	struct legacy_dev dev;
	struct oracle oracle;
	struct virtq q;
	unsigned int size;  /* of BAR0 */
	unsigned int notes; /* limits the log if the layout is wrong */
	unsigned int accesses, wrong_value, wrong_result, wrong_command, wrong_isr;
};

/*
 * Claims that BAR0's size is correct. Call it right after the open, while the trace still has the
 * device's answers.
 */
void sweep_begin(struct sweep *s, struct rig *rig, enum oracle_type type);
/* Writes a distinct value to every writable register. */
void sweep_prepare(struct sweep *s, unsigned int queue, uint32_t accepted);
/* Reads all registers with MSI-X on or off, and claims that the results are correct. */
void sweep_reads(struct sweep *s, bool msix);
/*
 * Counts the errors in the device's trace since it was last cleared, after an access at this
 * offset.
 */
void sweep_commands_check(struct sweep *s, unsigned int at, unsigned int len, bool refused);
/* Resets the device and closes the VF. */
void sweep_end(struct sweep *s);
