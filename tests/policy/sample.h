/* SPDX-License-Identifier: GPL-2.0-only */
/* Sample policies and users for tests. */
#pragma once

#include "policy/policy.h"
#include "policy/sample-facts.h"
#include "unit/unit.h"

/* Text for the main file that opens the gates of our own driver. */
#define SAMPLE_OPEN_GATES "allow_transitional = true; allow_migration = true;"

/*
 * Resolves the users "alice" (1000) and "bob" (1001), the group "ops" with both of them, and the
 * group "empty" without members. A lookup of "broken" fails.
 */
extern const struct vfv_resolver sample_users;

/*
 * Returns a policy made from these texts, either of which may be NULL, and SAMPLE_DECLARATION.
 * Fails the test if the policy has errors.
 */
struct vfv_policy *sample_policy(const char *main_text, const char *rules_text);
