/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The audit of one module, from its load to its unload: the ledger, and the replay of what it
 * holds. What is not as it must be is a finding.
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

/* Of the module that is loaded: whole, or from now on, with no VF bound. */
void books_open(struct books *books, struct scene *scene, const char bdf[SCENE_VFS][VFIO_BDF_LEN],
		bool whole);
/* Takes in what the journal has by now. */
void books_read(struct books *books);
/*
 * With no VF open: all records up to this one at least must be found, in the journal or, when the
 * module has been unloaded, in the kernel log.
 */
void books_close(struct books *books, uint64_t least);
