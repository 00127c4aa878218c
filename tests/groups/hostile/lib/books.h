/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The audit of one module instance, from its load to its unload: the ledger, and the replay of its
 * records. Every inconsistency is a finding.
 */

#include "lib/replay.h"
#include "scene/ledger.h"

struct books {
	struct ledger *ledger;
	struct replay *replay;
	char instance[37];
	int kmsg;

	/* Totals over all module instances so far. */
	unsigned int modules;
	uint64_t records;
	unsigned long granted, native; /* opens */
};

void books_begin(struct books *books);
void books_end(struct books *books);

/*
 * Starts checking the audit of the loaded module, either from its load or from now on; in the
 * latter case no VF may be bound.
 */
void books_open(struct books *books, struct scene *scene, const char bdf[SCENE_VFS][VFIO_BDF_LEN],
		bool whole);
/* Reads the new entries of the journal. */
void books_read(struct books *books);
/*
 * Checks the audit: all records, the last of which is at least @least, must be in the journal or,
 * after an unload, in the kernel log. No VF may be open. If the module was @unloaded, no VF may be
 * bound either.
 */
void books_close(struct books *books, uint64_t least, bool unloaded);
