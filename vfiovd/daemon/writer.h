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

#include "job.h"
#include "sink.h"

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
