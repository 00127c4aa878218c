/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The policy in force: read at start and on SIGHUP, numbered, made known to the kernel.
 *
 * The number (generation) rises with each policy that differs from the one before it, over restarts
 * of the daemon too, as far as the kernel remembers: so it tells which VFs were decided by an older
 * policy.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include "invalid.h"
#include "loader.h"

struct vd_manager;
struct vfv_policy;
struct vfv_status;

enum { VD_POLICY_HISTORY = 16, VD_POLICY_HASH = 65 };

struct vd_policy {
	struct vfv_policy *current;
	uint64_t generation;
	bool broken; /* there is none but the built-in: native for all */
	bool stale;  /* the last reload was refused */
	struct vd_invalid invalid; /* the first error while one of these holds */

	struct vd_loader *loader; /* NULL until the first reload */
	sd_event_source *source;  /* its results */
	bool loading;
	bool again; /* there was another reload while it was loading */

	/* Of the generations of this run, for the audit: newest at (n - 1) % VD_POLICY_HISTORY. */
	struct {
		uint64_t generation;
		char hash[VD_POLICY_HASH];
	} history[VD_POLICY_HISTORY];
	size_t n_history;
};

/* Read the policy for the first time. With a bad one every VF stays native. 0 or -ENOMEM. */
int vd_policy_start(struct vd_manager *m);

/*
 * Begin to read it again, in the loader's thread. When it is read the kernel and the service manager
 * are told. A bad one changes nothing.
 */
void vd_policy_reload(struct vd_manager *m);

/* We have become the owner. BEFORE is the kernel's status from before that. */
void vd_policy_announce(struct vd_manager *m, const struct vfv_status *before);

/* NULL when it is not known. */
const char *vd_policy_hash_of(const struct vd_manager *m, uint64_t generation);

/* Do not wait for a reload for more than USEC microseconds. */
void vd_policy_done(struct vd_manager *m, uint64_t usec);
