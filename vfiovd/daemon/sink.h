/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Where entries go and can be looked up again. The real one is journald; tests have others. All
 * functions run in the writer's thread and may block there.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

struct vd_sink {
	void *userdata;

	/* Hand an entry over. Returns 0, -ENOTCONN when nobody takes it, or a negative errno. */
	int (*write)(void *userdata, const struct iovec *fields, size_t n);

	/*
	 * Has the entry with this VFIOV_FENCE been stored? Returns 1 or 0, -EOPNOTSUPP when what
	 * is stored can not be read here, or a negative errno.
	 */
	int (*has_fence)(void *userdata, const char *fence);

	/*
	 * Of the N audit records of INSTANCE whose numbers are SEQS, in rising order: which are
	 * stored? Sets STORED[i] for each. Returns 0 or as has_fence.
	 */
	int (*stored)(void *userdata, const char *instance, const uint64_t *seqs, size_t n,
		      bool *stored);

	/* Return when something may have been stored, or after USEC microseconds. */
	void (*wait)(void *userdata, uint64_t usec);

	/* Nothing happens for a while: give back what only makes the next look quicker. */
	void (*rest)(void *userdata);
};
