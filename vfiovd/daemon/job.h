/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What the writer is given to write, and what it says of the journal. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"

enum { VD_BATCH_MAX = 128, VD_LOG_QUEUE = 256 };

/* Belongs to the writer from vd_writer_give() until vd_writer_done() returns true. */
struct vd_batch {
	char instance[37];
	bool fresh; /* somebody else may have written some of these before */
	size_t n;
	uint64_t seqs[VD_BATCH_MAX]; /* rising */
	struct vd_entry entries[VD_BATCH_MAX];
};

enum vd_writer_problem {
	VD_WRITER_FINE,
	VD_WRITER_ABSENT,     /* no journald: the batch waits */
	VD_WRITER_UNREADABLE, /* records are written but not looked up again */
	VD_WRITER_FILTERED,   /* the same, because journald drops those that are not important */
	VD_WRITER_SILENT,     /* nothing that journald took shows up: the batch waits */
};

/* In microseconds. */
struct vd_writer_times {
	uint64_t fence;	 /* after which a probe, and after it another fence, is sent */
	uint64_t stored; /* after which records that do not show up are looked into */
	uint64_t retry;	 /* pause while there is no journald */
};
