/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * vfiovd, traced: it is stopped before and after each message that it sends, and after each that it
 * reads, and can be killed there. The real program, as the user and with the privilege that its unit
 * gives it, but not started by systemd. Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define TRACER_THREADS 8
#define TRACER_POINT_MAX 64

struct tracer {
	pid_t pid;     /* 0 when it does not run */
	pid_t stopped; /* the thread that is at a point, or 0 */
	struct tracer_thread {
		pid_t tid;
		uint64_t call, fd; /* its last system call, and the first argument of it */
		bool inside;	   /* that call has not come to its end */
		uint64_t sent_on;  /* fd of the last message */
		char sent[40];	   /* what it was */
	} threads[TRACER_THREADS];
};

/* Returns when the program is about to begin. */
void tracer_start(struct tracer *tracer);

/*
 * Lets it run up to the next point. Returns true with its name, like "before decision-set" or "after
 * reading the answer to request-get"; false when there was none for some milliseconds.
 */
bool tracer_next(struct tracer *tracer, char point[static TRACER_POINT_MAX]);

/* Whether its main thread waits for something to happen, and is not on its way to a point. */
bool tracer_waits(const struct tracer *tracer);

/* SIGKILL, where it is. */
void tracer_kill(struct tracer *tracer);
