/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The thread that writes to the journal, so that a slow or stuck journal never delays a decision.
 * It takes one batch of audit records at a time, and log entries in between.
 *
 * A batch is done when each of its records has been seen in the journal. Delivery to journald's
 * socket is not enough, because the socket's content is lost if journald.socket is stopped. The
 * writer also skips a record that is already in the journal from before a crash. Both require
 * that nothing is still in transit: so before the first batch, and after each failure, the writer
 * sends a fence, an entry with a random id. Entries keep their order, so once the fence is visible,
 * everything sent earlier is visible, too.
 *
 * When a fence does not appear, the writer sends a more important probe. If the probe is visible,
 * journald is configured to drop less important entries (MaxLevelStore=, LogLevelMax=).
 *
 * If the journal cannot be read, or drops records, they count as stored once the socket has
 * accepted them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "job.h"
#include "sink.h"

extern const struct vd_writer_times vd_writer_default_times;

struct vd_writer;

/* SINK is copied; its userdata must outlive the writer. Signals must already be blocked. */
int vd_writer_start(const struct vd_sink *sink, const struct vd_writer_times *times,
		    struct vd_writer **ret);

/*
 * End the thread after it has written everything queued, but within USEC microseconds. Returns 0,
 * or -ETIMEDOUT if it hangs in the journal: in that case, WRITER, its batch and its sink must not
 * be touched until the process exits.
 */
int vd_writer_stop(struct vd_writer *writer, uint64_t usec);

/* Readable when a batch is done or the problem has changed; vd_writer_done() makes it unreadable. */
int vd_writer_fd(const struct vd_writer *writer);

/* BATCH must not be empty, and the previous batch must be done. */
void vd_writer_give(struct vd_writer *writer, struct vd_batch *batch);

/* Returns whether the last batch is stored. It returns true only once for each batch. */
bool vd_writer_done(struct vd_writer *writer);

enum vd_writer_problem vd_writer_problem(struct vd_writer *writer);

/*
 * Queue a malloc()ed log entry, which the writer owns from now on. Never waits; a full queue drops
 * it. Call it from the thread that will stop the writer.
 */
void vd_writer_log(struct vd_writer *writer, struct vd_entry *entry);
