/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Time, and errors of system calls. */

#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <time.h>

#include "lib/macro.h"

/* Converts the -1 of a system call to a negative errno. */
static inline int util_errno(int r)
{
	return r < 0 ? -errno : r;
}

static inline void util_close(int *fd)
{
	vfv_closep(fd);
	*fd = -1;
}

/* Returns the monotonic clock in nanoseconds. */
static inline uint64_t util_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + ts.tv_nsec;
}

static inline void util_sleep_ms(unsigned int ms)
{
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000l };

	while (nanosleep(&ts, &ts) < 0 && errno == EINTR)
		;
}
