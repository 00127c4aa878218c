/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Shared by writer.c, the thread, and batch.c, which writes one batch. */

#include <pthread.h>

#include "job.h"
#include "sink.h"

struct vd_writer {
	struct vd_sink sink;
	struct vd_writer_times times;
	pthread_t thread;
	int fd;

	/* Used by the thread only: see batch.c. */
	bool trusted; /* everything sent so far is stored */
	/* Why records are not looked up: UNREADABLE or FILTERED; FINE if they are looked up. */
	enum vd_writer_problem blind;
	unsigned int silent; /* number of consecutive fences that did not appear, and whose
			      * probes did not appear either */
	bool stored[VD_BATCH_MAX];

	pthread_mutex_t lock; /* protects the members below; held only to move pointers */
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

/* All functions below are called by the thread, without the lock. */

bool vd_writer_stopping(struct vd_writer *writer);
void vd_writer_set_problem(struct vd_writer *writer, enum vd_writer_problem problem);

/* Write the queued log entries. */
void vd_writer_write_logs(struct vd_writer *writer);

/* Returns true if all of BATCH is stored, false if the writer must stop. */
bool vd_batch_run(struct vd_writer *writer, struct vd_batch *batch);
