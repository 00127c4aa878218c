/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The policy in force: read at start and on SIGHUP, numbered, and reported to the kernel. */

#include <stdint.h>

struct vd_manager;
struct vfv_status;

/*
 * Read the policy for the first time. If it has errors, every VF stays native. Returns 0 or
 * -ENOMEM.
 */
int vd_policy_start(struct vd_manager *m);

/*
 * Begin to read the policy again, in the loader's thread. When that is done, vfiovd informs the
 * kernel and the service manager. A policy with errors changes nothing.
 */
void vd_policy_reload(struct vd_manager *m);

/* vfiovd has become the owner. BEFORE is the kernel's status before that. */
void vd_policy_announce(struct vd_manager *m, const struct vfv_status *before);

/* Wait for a reload for at most USEC microseconds. */
void vd_policy_done(struct vd_manager *m, uint64_t usec);
