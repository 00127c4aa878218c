/* SPDX-License-Identifier: GPL-2.0-only */
/* A rule of the policy. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers.h"
#include "match.h"
#include "named.h"

/* The default is a rule too. It has no match and is evaluated last. */
struct vfv_rule {
	char *name;
	const char *file; /* owned by the policy; NULL if built in */
	unsigned int line;
	struct vfv_match match;
	struct vfv_match unless; /* the group "not"; empty if there is none */
	const char *profile;	 /* owned by the policy's drivers, so equal ones have one address */
	bool migration;
	uint64_t allow;	      /* bits of the drivers' profiles; always has native and profile */
	bool allow_migration; /* the allow list contains "migration", or the rule enables it */
	bool has_set_by;
	uint32_t *set_by; /* uids */
	size_t n_set_by;
	const struct vfv_named *
		*named; /* users and groups that may also set it; owned by the policy */
	size_t n_named;
	bool has_level; /* otherwise the level is that in vfiovd.conf */
	enum vfiov_level level;
	bool log_only; /* never decides, see vfv_policy_would_decide() */
	char *note;
};

/* An empty rule grants and allows native. */
void vfv_rule_init(struct vfv_rule *rule, const struct vfv_drivers *drivers);

/* Free what @rule owns, not @rule itself. */
void vfv_rule_done(struct vfv_rule *rule);

/* Return: true if the user @uid may set the profile of VFs that the rule decides on. */
bool vfv_rule_may_set(const struct vfv_rule *rule, uint32_t uid);

/* Why a rule does not match. */
struct vfv_match_result {
	bool negated;		       /* the group "not" decided */
	const struct vfv_pred *failed; /* the predicate that decided; NULL if the rule matches */
};

/* The name of the @n-th profile that @rule allows, from 0; NULL after the last. */
const char *vfv_rule_allowed(const struct vfv_drivers *drivers, const struct vfv_rule *rule,
			     size_t n);

/* Return whether @rule matches. @result may be NULL. */
enum vfv_truth vfv_rule_match(const struct vfv_rule *rule, const struct vfv_facts *facts,
			      struct vfv_match_result *result);

/* The facts that @rule tests, as bits (1 << VFV_FACT_x). */
uint32_t vfv_rule_facts(const struct vfv_rule *rule);
