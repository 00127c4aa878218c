// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "lib/macro.h"
#include "sample.h"

void expect_decision(const struct vfv_policy *policy, const struct vfv_facts *facts,
		     struct expectation expected)
{
	struct vfv_decision decision;

	vfv_policy_decide(policy, facts, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
	assert_string_equal(decision.label, expected.label);
	assert_string_equal(decision.profile, expected.profile);
	assert_int_equal(decision.migration, expected.migration);
	assert_int_equal(decision.why, expected.why);
	assert_int_equal(decision.is_explicit, strncmp(expected.label, "(default)", 9) != 0);
	assert_int_equal(decision.generation, 7);
	assert_true(*decision.reason);
}

void expect_set(const struct vfv_policy *policy, const struct vfv_facts *facts,
		const struct vfv_want *want, enum vfv_why why)
{
	struct vfv_decision decision;

	vfv_policy_decide_set(policy, facts, want, &decision);
	assert_int_equal(decision.why, why);
	assert_int_equal(decision.verdict,
			 why == VFV_WHY_RULE ? VFIOV_VERDICT_GRANT : VFIOV_VERDICT_REFUSE);
}

struct seen {
	const struct vfv_facts *facts;
	enum vfv_outcome outcome;
	char text[256];
};

static void keep_step(const struct vfv_step *step, void *userdata)
{
	struct seen *seen = userdata;

	seen->outcome = step->outcome;
	vfv_step_text(step, seen->facts, seen->text, sizeof(seen->text));
}

void expect_step(const char *match, const struct vfv_facts *facts, enum vfv_outcome outcome,
		 const char *text)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct seen seen = { .facts = facts };
	char rules[256];

	snprintf(rules, sizeof(rules),
		 "rules = ({ name = \"a\"; profile = \"native\"; match = { %s; }; });", match);
	policy = sample_policy(NULL, rules);
	vfv_policy_explain(policy, facts, keep_step, &seen);
	assert_string_equal(seen.text, text);
	assert_int_equal(seen.outcome, outcome);
}
