/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The VF that gets the faults, and what must be true of it and of the audit at the end. */

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
	struct vfio_vf vf; /* closed or open; all its files are -1 when it is not attached */
	unsigned int
		odd; /* results that are neither success nor an expected error */
};

/* Ends the program with status 77 when the kernel can not inject faults. The policy makes VFs transitional. */
void victim_begin(struct victim *victim, unsigned int index);
/*
 * Claims that the VF works as a transitional one, that there was no unexpected result, and that
 * each audit record is in the journal exactly once. Returns main()'s status.
 */
int victim_end(struct victim *victim);

/* Claims that the action had faults, at least this many. */
void victim_claim(struct victim *victim, const char *what, struct inject_result result,
		  unsigned int least);

/* Counts an error that is neither of memory nor of copying. */
void victim_judge(struct victim *victim, const char *what, int r);
