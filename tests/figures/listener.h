/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A thread that sleeps until the doorbell of a request arrives and only records the time, to
 * measure how long a doorbell to another task takes. Functions exit with "Bail out!" on failure.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct vfv_genl;

struct listener {
	struct vfv_genl *genl;
	pthread_t thread;
	int end; /* an eventfd */
	_Atomic uint64_t heard_ns;
};

void listener_start(struct listener *listener);
void listener_stop(struct listener *listener);

/* Starts to wait for the next doorbell. */
void listener_mark(struct listener *listener);
/*
 * Returns the time of the first doorbell since listener_mark(), in nanoseconds of the monotonic
 * clock.
 */
uint64_t listener_heard(const struct listener *listener);
