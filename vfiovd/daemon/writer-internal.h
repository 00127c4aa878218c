/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What writer.c, the thread, and batch.c, the way of one batch, share. */

#include <pthread.h>

#include "job.h"
#include "sink.h"

struct vd_writer {
	struct vd_sink sink;
	struct vd_writer_times times;
	pthread_t thread;
	int fd;

	/* The thread's own: see batch.c. */
	bool trusted; /* all that was sent is stored */
	/* Why nothing is looked up: UNREADABLE or FILTERED; FINE when it is. */
	enum vd_writer_problem blind;
	unsigned int silent; /* fences in a row that did not show up, nor did their probes */
	bool stored[VD_BATCH_MAX];

	pthread_mutex_t lock; /* for what follows; held for no longer than to move pointers */
	pthread_cond_t changed;
	bool stop;
	bool done;
	struct vd_batch *batch;
	enum vd_writer_problem problem;
	struct vd_entry *log[VD_LOG_QUEUE];
	size_t log_first;
	size_t log_n;
	uint64_t log_dropped;
};

/* All of these are called by the thread, without the lock. */

bool vd_writer_stopping(struct vd_writer *writer);
void vd_writer_set_problem(struct vd_writer *writer, enum vd_writer_problem problem);

/* Write the log entries that are queued. */
void vd_writer_write_logs(struct vd_writer *writer);

/* Returns true when all of BATCH is stored, false when the writer is to stop. */
bool vd_batch_run(struct vd_writer *writer, struct vd_batch *batch);
