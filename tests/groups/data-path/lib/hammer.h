/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Threads that read BAR0 of an open VF without a pause, and the results of their reads. */

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
	atomic_ulong strange;	   /* of those that failed: with an errno nobody should see */
	atomic_int errno_strange;  /* the last of these */
	atomic_ulong longest_ns;   /* of a read */
};

/* Starts n threads; the VF must stay open until hammer_stop(). Gives up with "Bail out!". */
void hammer_start(struct hammer *hammer, struct vfio_vf *vf, unsigned int n);
void hammer_stop(struct hammer *hammer);
/* Waits for this many more good reads; returns false when that took longer than timeout_ms. */
bool hammer_wait_good(struct hammer *hammer, unsigned long more, unsigned int timeout_ms);
/* Waits for this many more failed reads. */
bool hammer_wait_failed(struct hammer *hammer, unsigned long more, unsigned int timeout_ms);
