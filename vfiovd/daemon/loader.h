/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The thread that rereads the policy, and frees the one that is no longer in force. Both take time
 * in proportion to the size of the policy; the main thread answers requests in the meantime. The
 * loader reads files and allocates memory, and shares nothing else with the main thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "policy/diag.h"

struct vd_loader;
struct vfv_policy;

/* The result of a load, as vfv_policy_load() returns it. The receiver frees both parts. */
struct vd_loaded {
	int r;
	struct vfv_diags diags;
	struct vfv_policy *policy; /* NULL if r is negative */
};

/*
 * Start the thread. ROOT is copied; "" is the real root. Signals must already be blocked. Returns 0
 * or a negative errno.
 */
int vd_loader_start(const char *root, struct vd_loader **ret);

/*
 * End the thread within USEC microseconds. Returns 0, or -ETIMEDOUT if it is still reading. In the
 * latter case, LOADER must stay until the process ends. LOADER may be NULL.
 */
int vd_loader_stop(struct vd_loader *loader, uint64_t usec);

/* The descriptor is readable when a load is done. */
int vd_loader_fd(const struct vd_loader *loader);

/* Begin to load. The previous load must be done, and its result must have been taken. */
void vd_loader_load(struct vd_loader *loader, uint64_t generation);

/* Returns whether the load is done, with its result. It returns true only once for each load. */
bool vd_loader_done(struct vd_loader *loader, struct vd_loaded *ret);

/* Have the thread free POLICY, which may be NULL. */
void vd_loader_discard(struct vd_loader *loader, struct vfv_policy *policy);
