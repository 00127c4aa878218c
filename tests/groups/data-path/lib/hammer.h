/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Threads that read BAR0 of an open VF without a pause, and count the results. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "client/vfio.h"

#define HAMMER_THREADS 8

struct hammer {
	struct vfio_vf *vf;
	unsigned int n;
	pthread_t thread[HAMMER_THREADS];
	atomic_bool stop;
	atomic_ulong good, failed; /* reads */
	atomic_ulong strange;	   /* number of failed reads with an unexpected errno */
	atomic_int errno_strange;  /* the last unexpected errno */
	atomic_ulong longest_ns;   /* duration of the longest read */
};

/*
 * Starts n threads; the VF must stay open until hammer_stop(). Ends the test with "Bail out!" on an
 * error.
 */
void hammer_start(struct hammer *hammer, struct vfio_vf *vf, unsigned int n);
void hammer_stop(struct hammer *hammer);
/* Waits for this many more good reads; returns false after timeout_ms. */
bool hammer_wait_good(struct hammer *hammer, unsigned long more, unsigned int timeout_ms);
/* Waits for this many more failed reads; returns false after timeout_ms. */
bool hammer_wait_failed(struct hammer *hammer, unsigned long more, unsigned int timeout_ms);
