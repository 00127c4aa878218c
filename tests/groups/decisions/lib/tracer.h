/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Traces vfiovd: stops it before and after each message that it sends, and after each that it
 * reads, where it can be killed. It is the real program with the user and privilege of its unit,
 * but not started by systemd. Functions without a result give up with "Bail out!".
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
		uint64_t call, fd; /* its last system call, and that call's first argument */
		bool inside;	   /* that call has not returned */
		uint64_t sent_on;  /* fd of the last message */
		char sent[40];	   /* what it was */
	} threads[TRACER_THREADS];
};

/* Returns when the program is about to start. */
void tracer_start(struct tracer *tracer);

/*
 * Lets it run up to the next point. Returns true with its name, like "before decision-set" or "after
 * reading the answer to request-get"; false when there was none for some milliseconds.
 */
bool tracer_next(struct tracer *tracer, char point[static TRACER_POINT_MAX]);

/* Returns whether its main thread waits for events and will not reach a point by itself. */
bool tracer_waits(const struct tracer *tracer);

/* SIGKILL, where it is. */
void tracer_kill(struct tracer *tracer);
