/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The thread that writes to the journal, so that a journal which is slow or stuck never holds up a
 * decision. It takes one batch of audit records at a time, and log entries in between.
 *
 * A batch is done when each of its records has been seen in the journal: that journald's socket took
 * it is not enough, what is in the socket dies with journald.socket. Nor is a record written that is
 * in the journal already, from before a crash. Both need to know that nothing is still on its way:
 * so before the first batch, and after each trouble, a fence is sent, an entry with a random id.
 * Entries keep their order, so once the fence can be seen, all that was sent before it can, too.
 *
 * When a fence does not show up, a probe that is more important follows it. If that one can be seen,
 * journald is told to drop what is less important (MaxLevelStore=, LogLevelMax=).
 *
 * Where the journal can not be read, or drops records, they are taken as stored when the socket took
 * them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "entry.h"
#include "sink.h"

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

extern const struct vd_writer_times vd_writer_default_times;

struct vd_writer;

/* SINK is copied, its userdata must outlive the writer. Signals must be blocked already. */
int vd_writer_start(const struct vd_sink *sink, const struct vd_writer_times *times,
		    struct vd_writer **ret);

/*
 * End the thread, after what is queued is written but no later than in USEC microseconds. Returns
 * 0, or -ETIMEDOUT when it hangs in the journal: then WRITER, its batch and its sink must be left
 * alone until the process ends.
 */
int vd_writer_stop(struct vd_writer *writer, uint64_t usec);

/* Readable when a batch is done or the problem has changed; vd_writer_done() makes it unreadable. */
int vd_writer_fd(const struct vd_writer *writer);

/* BATCH is not empty, and the one before it is done. */
void vd_writer_give(struct vd_writer *writer, struct vd_batch *batch);

/* Is the batch that was given last stored? True once for each. */
bool vd_writer_done(struct vd_writer *writer);

enum vd_writer_problem vd_writer_problem(struct vd_writer *writer);

/*
 * Queue a log entry, malloc()ed, which is the writer's from now on. Never waits; a full queue drops it.
 * To be called by the thread that will stop the writer.
 */
void vd_writer_log(struct vd_writer *writer, struct vd_entry *entry);
