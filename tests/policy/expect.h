/* SPDX-License-Identifier: GPL-2.0-only */
/* Checks of a sample policy's decisions, for use in tests. */
#pragma once

#include "policy/explain.h"
#include "policy/policy.h"
#include "unit/unit.h"

struct expectation {
	const char *profile;
	bool migration;
	enum vfv_why why;
	const char *label;
};

/* Fails the test unless @policy, of generation 7, grants exactly this to a VF with these facts. */
void expect_decision(const struct vfv_policy *policy, const struct vfv_facts *facts,
		     struct expectation expected);

/*
 * Fails the test unless @policy decides an operator's request for this reason. Only VFV_WHY_RULE
 * grants it.
 */
void expect_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
		const struct vfv_want *want, enum vfv_why why);

/*
 * Fails the test unless the explanation of a rule with only this match has this outcome and this
 * text.
 */
void expect_step(const char *match, const struct vfv_facts *facts, enum vfv_outcome outcome,
		 const char *text);
