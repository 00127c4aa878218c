/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Traces vfiovd: stops it before and after each message that it sends, and after each message that
 * it reads, so that it can be killed there. It is the real program with the user and privileges of
 * its unit, but not started by systemd. Errors of void functions end the test with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define TRACER_THREADS 8
#define TRACER_POINT_MAX 64

struct tracer {
	pid_t pid;     /* 0 if it is not running */
	pid_t stopped; /* the thread stopped at a point, or 0 */
	struct tracer_thread {
		pid_t tid;
		uint64_t call, fd; /* its last system call, and the first argument of that call */
		bool inside;	   /* the call has not returned yet */
		uint64_t sent_on;  /* fd of the last message */
		char sent[40];	   /* type of that message */
	} threads[TRACER_THREADS];
};

/* Returns when the program is about to start. */
void tracer_start(struct tracer *tracer);

/*
 * Lets the program run up to the next point. Returns true and the point's name, such as "before
 * decision-set" or "after reading the answer to request-get"; false if it reaches none within a
 * few milliseconds.
 */
bool tracer_next(struct tracer *tracer, char point[static TRACER_POINT_MAX]);

/* Returns whether the main thread waits for events and cannot reach a point without one. */
bool tracer_waits(const struct tracer *tracer);

/* Sends SIGKILL to the stopped program. */
void tracer_kill(struct tracer *tracer);
