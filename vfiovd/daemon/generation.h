/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The number of the policy (its generation) increases with each policy that differs from the
 * previous one, even across restarts of the daemon, as long as the kernel remembers it. So it shows
 * which VFs were decided on by an older policy.
 */

#include <stdint.h>

struct vd_manager;

/* Assign a number to the current policy, and remember which policy the number stands for. */
void vd_generation_set(struct vd_manager *m, uint64_t generation);

/* Returns the hash of the policy with this number, NULL if it is not known. */
const char *vd_generation_hash(const struct vd_manager *m, uint64_t generation);
