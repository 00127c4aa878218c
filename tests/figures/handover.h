/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A thread that returns control at once: the time of two task switches. Functions give up with
 * "Bail out!".
 */

#include <pthread.h>
#include <stdint.h>

struct handover {
	pthread_t thread;
	int there, back; /* eventfds */
};

/* The thread may run on the CPUs that the caller may use now. */
void handover_start(struct handover *handover);
void handover_stop(struct handover *handover);

/* Returns the time there and back, in nanoseconds. */
uint64_t handover_once(struct handover *handover);
