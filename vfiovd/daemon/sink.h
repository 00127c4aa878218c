/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Accepts entries and looks them up again. The real sink is journald; tests use others. All
 * functions run in the writer's thread and may block there.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

struct vd_sink {
	void *userdata;

	/* Send an entry. Returns 0, -ENOTCONN if nothing receives it, or a negative errno. */
	int (*write)(void *userdata, const struct iovec *fields, size_t n);

	/*
	 * Returns 1 if the entry with this VFIOV_FENCE is stored, 0 if it is not, -EOPNOTSUPP if
	 * stored entries cannot be read here, or another negative errno.
	 */
	int (*has_fence)(void *userdata, const char *fence);

	/*
	 * Find which of the N audit records of INSTANCE with the numbers SEQS, in ascending order,
	 * are stored. Sets STORED[i] for each. Returns 0, or an error like those of has_fence.
	 */
	int (*stored)(void *userdata, const char *instance, const uint64_t *seqs, size_t n,
		      bool *stored);

	/* Return once an entry may have been stored, or after USEC microseconds. */
	void (*wait)(void *userdata, uint64_t usec);

	/* Called when idle: release what only speeds up the next lookup. */
	void (*rest)(void *userdata);
};
