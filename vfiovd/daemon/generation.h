/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The number (generation) rises with each policy that differs from the previous one, also across
 * restarts of the daemon, as far as the kernel remembers. So it shows which VFs were decided by an
 * older policy.
 */

#include <stdint.h>

struct vd_manager;

/* Give the current policy a number, and remember what the number stands for. */
void vd_generation_set(struct vd_manager *m, uint64_t generation);

/* Returns the hash of the policy with this number, NULL when it is not known. */
const char *vd_generation_hash(const struct vd_manager *m, uint64_t generation);
