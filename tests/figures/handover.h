/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A thread that returns control at once, to measure the time of two task switches. Functions exit
 * with "Bail out!" on failure.
 */

#include <pthread.h>
#include <stdint.h>

struct handover {
	pthread_t thread;
	int there, back; /* eventfds */
};

/* The thread inherits the caller's CPU affinity. */
void handover_start(struct handover *handover);
void handover_stop(struct handover *handover);

/* Returns the time of a switch to the thread and back, in nanoseconds. */
uint64_t handover_once(struct handover *handover);
