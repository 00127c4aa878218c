/* SPDX-License-Identifier: GPL-2.0-only */
/* Policies and devices at random, the same ones for the same seed. */
#pragma once

#include "policy/policy.h"

uint32_t random_next(uint64_t *seed, uint32_t below);

/*
 * A file of rules, which the caller frees: rules that grant something, or rules that are all
 * native.
 */
char *random_rules(uint64_t *seed, bool grant);

/* A policy of them with other settings, a default and a definition. */
struct vfv_policy *random_policy(uint64_t *seed, const char *rules);

struct vfv_facts random_facts(uint64_t *seed);

/* The same facts without those in @hide, bit (1 << VFV_FACT_x) for each. */
struct vfv_facts random_hide(const struct vfv_facts *facts, uint32_t hide);
