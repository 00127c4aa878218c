/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A thread that does what it is handed, which is nothing, and hands back: what two switches between
 * tasks take. Functions give up with "Bail out!".
 */

#include <pthread.h>
#include <stdint.h>

struct handover {
	pthread_t thread;
	int there, back; /* eventfds */
};

/* The thread gets the CPUs that the caller has now. */
void handover_start(struct handover *handover);
void handover_stop(struct handover *handover);

/* There and back, in nanoseconds. */
uint64_t handover_once(struct handover *handover);
