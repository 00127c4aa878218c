/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A VF that is used while faults are injected, and the final checks of the VF and of the audit. */

#include "client/vfio.h"
#include "inject.h"
#include "scene/ledger.h"
#include "scene/scene.h"

struct victim {
	struct scene scene;
	struct inject inject;
	struct ledger *ledger;
	unsigned int index;
	char bdf[VFIO_BDF_LEN];
	struct vfio_vf vf; /* closed or open; all its files are -1 if it is not attached */
	unsigned int odd;  /* number of results that are neither success nor an expected error */
};

/*
 * Sets a policy that makes VFs transitional. Ends the program with status 77 if the kernel cannot
 * inject faults.
 */
void victim_begin(struct victim *victim, unsigned int index);
/*
 * Claims that the VF works as a transitional one, that no unexpected result occurred, and that each
 * audit record is in the journal exactly once. Returns the exit status for main().
 */
int victim_end(struct victim *victim);

/* Claims that the action had at least this many faults. */
void victim_claim(struct victim *victim, const char *what, struct inject_result result,
		  unsigned int least);

/* Counts an error that failed allocations and copies do not explain. */
void victim_check(struct victim *victim, const char *what, int r);
