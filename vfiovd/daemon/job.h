/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The writer's input, and its reports about the journal. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

enum { VD_BATCH_MAX = 128, VD_LOG_QUEUE = 256 };

/* Belongs to the writer from vd_writer_give() until vd_writer_done() returns true. */
struct vd_batch {
	char instance[37];
	bool fresh; /* an earlier owner may have written some of these records */
	size_t n;
	uint64_t seqs[VD_BATCH_MAX]; /* ascending */
	struct vd_entry entries[VD_BATCH_MAX];
};

enum vd_writer_problem {
	VD_WRITER_FINE,
	VD_WRITER_ABSENT,     /* no journald: the batch waits */
	VD_WRITER_UNREADABLE, /* records are written but not looked up again */
	VD_WRITER_FILTERED,   /* records are written but not looked up again, because journald
			       * drops unimportant ones */
	VD_WRITER_SILENT,     /* entries that journald accepted do not appear: the batch waits */
};

/* All times are in microseconds. */
struct vd_writer_times {
	uint64_t fence;	 /* time until a probe is sent, and from then until another fence is sent */
	uint64_t stored; /* time until records that do not appear are examined */
	uint64_t retry;	 /* pause while there is no journald */
};
