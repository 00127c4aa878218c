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

	/* Of all modules so far. */
	unsigned int modules;
	uint64_t records;
	unsigned long granted, native; /* opens */
};

void books_begin(struct books *books);
void books_end(struct books *books);

/* Starts the audit of the loaded module: the whole of it, or from now on, with no VF bound. */
void books_open(struct books *books, struct scene *scene, const char bdf[SCENE_VFS][VFIO_BDF_LEN],
		bool whole);
/* Reads what the journal has by now. */
void books_read(struct books *books);
/*
 * Call it with no VF open: all records up to this one must be in the journal or, after an unload,
 * in the kernel log.
 */
void books_close(struct books *books, uint64_t least);
