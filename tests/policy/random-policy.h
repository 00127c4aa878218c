/* SPDX-License-Identifier: GPL-2.0-only */
/* Random policies and devices. The same seed gives the same results. */
#pragma once

#include "policy/policy.h"

uint32_t random_next(uint64_t *seed, uint32_t below);

/*
 * Returns a file of rules, which the caller frees. With @grant they have random profiles and
 * permissions; otherwise, all of them are native.
 */
char *random_rules(uint64_t *seed, bool grant);

/* Returns a policy of these rules with random settings, a default and a definition. */
struct vfv_policy *random_policy(uint64_t *seed, const char *rules);

struct vfv_facts random_facts(uint64_t *seed);

/* Returns the facts without those in @hide, a mask of bits (1 << VFV_FACT_x). */
struct vfv_facts random_hide(const struct vfv_facts *facts, uint32_t hide);
