/* SPDX-License-Identifier: GPL-2.0-only */
/* What one rule of the policy is made of. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers.h"
#include "match.h"
#include "named.h"

/* The default is a rule too: one without a match, asked last. */
struct vfv_rule {
	char *name;
	const char *file; /* belongs to the policy; NULL: built in */
	unsigned int line;
	struct vfv_match match;
	struct vfv_match unless; /* the group "not"; no predicates: there is none */
	const char *profile; /* one of the policy's drivers, so that equal ones have one address */
	bool migration;
	uint64_t allow;	      /* of their profiles; native and profile are always in it */
	bool allow_migration; /* "migration" is in the allow list, or the rule turns it on */
	bool has_set_by;
	uint32_t *set_by; /* uids */
	size_t n_set_by;
	const struct vfv_named *
		*named; /* users and groups who may as well; they are the policy's */
	size_t n_named;
	bool has_level; /* otherwise it is that of vfiovd.conf */
	enum vfiov_level level;
	char *note;
};

/* Native is what a rule gives and allows that says nothing. */
void vfv_rule_init(struct vfv_rule *rule, const struct vfv_drivers *drivers);

/* Free what @rule owns, not @rule itself. */
void vfv_rule_done(struct vfv_rule *rule);

/* May the user @uid set what the rule decides? */
bool vfv_rule_may_set(const struct vfv_rule *rule, uint32_t uid);

/* What stood against a match. */
struct vfv_match_result {
	bool negated;		       /* it was the group "not" */
	const struct vfv_pred *failed; /* the predicate that decided; NULL when the rule matches */
};

/* The name of the @n-th profile that @rule allows, from 0; NULL behind the last. */
const char *vfv_rule_allowed(const struct vfv_drivers *drivers, const struct vfv_rule *rule,
			     size_t n);

/* Does @rule match? @result may be NULL. */
enum vfv_truth vfv_rule_match(const struct vfv_rule *rule, const struct vfv_facts *facts,
			      struct vfv_match_result *result);

/* What @rule looks at: bit (1 << VFV_FACT_x) for each. */
uint32_t vfv_rule_facts(const struct vfv_rule *rule);
