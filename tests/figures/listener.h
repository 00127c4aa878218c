/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Somebody who sleeps until the kernel rings for a request, and does nothing then: what the way of a
 * doorbell to another task takes. Functions give up with "Bail out!".
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

/* What it hears from now on counts. */
void listener_mark(struct listener *listener);
/* When it heard the first doorbell since, in nanoseconds of the monotonic clock. */
uint64_t listener_heard(const struct listener *listener);
