/* SPDX-License-Identifier: GPL-2.0-only */
/* Policies and devices for tests, each made by one call. */
#pragma once

#include "policy/policy.h"
#include "policy/sample-facts.h"
#include "unit/unit.h"

/*
 * The users alice and bob, 1000 and 1001; the group ops, with both, and the group empty; a lookup
 * of broken fails.
 */
extern const struct vfv_resolver sample_users;

/* A policy of these texts, with SAMPLE_DECLARATION, either of which may be NULL; fails the test when it has errors. */
struct vfv_policy *sample_policy(const char *main_text, const char *rules_text);
