/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Threads, one per VF, that continuously read a register of BAR0 that the device must answer. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "figure.h"

struct reader {
	pthread_t thread;
	struct vfio_vf vf; /* open */
	const atomic_bool *stop;
	uint64_t accesses;
};

struct readers_result {
	uint64_t took_ns;
	uint64_t sum, least, most; /* accesses */
};

/* Opens n VFs with the driver, starting at this index. */
void readers_open(struct figure *figure, enum figure_driver driver, unsigned int first,
		  struct reader *readers, unsigned int n);
void readers_close(struct reader *readers, unsigned int n);
/* Lets the threads read for this time. */
struct readers_result readers_run(struct reader *readers, unsigned int n, unsigned int ms);
