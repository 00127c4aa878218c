// SPDX-License-Identifier: GPL-2.0-only
/* A decision with unknown facts never grants more than a decision with known facts. */
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

/* Returns whether @hidden differs from @full only in ways that hiding facts may cause. */
static bool grants_no_more(const struct vfv_decision *hidden, const struct vfv_decision *full)
{
	return (!strcmp(hidden->profile, "native") || !strcmp(hidden->profile, full->profile)) &&
	       (!hidden->migration || full->migration);
}

struct counts {
	size_t same, less, unjudged, refused, granted;
};

static void compare(const struct vfv_policy *policy, const struct vfv_facts *facts, uint32_t hide,
		    const char *text, struct counts *counts)
{
	static const char *const profiles[] = { "native", "transitional", "legacy", "reduced" };
	struct vfv_facts fewer = random_hide(facts, hide);
	struct vfv_decision full, hidden;

	vfv_policy_decide(policy, facts, &full);
	vfv_policy_decide(policy, &fewer, &hidden);
	if (!grants_no_more(&hidden, &full))
		fail_msg("without %#x %s of %s, else %s of %s\n%s", hide,
			 hidden.migration ? "migration" : "more", hidden.label,
			 full.migration ? "migration" : "less", full.label, text);
	/* Only a rule that reduced the grant is reported. */
	if (hidden.why == VFV_WHY_UNJUDGED)
		assert_int_not_equal(strcmp(hidden.profile, hidden.wanted_profile) ||
					     hidden.migration != hidden.wanted_migration,
				     0);
	counts->unjudged += hidden.why == VFV_WHY_UNJUDGED;
	counts->less += strcmp(hidden.profile, full.profile) || hidden.migration != full.migration;
	counts->same += !strcmp(hidden.profile, full.profile) && strcmp(hidden.profile, "native");

	for (size_t i = 0; i < ARRAY_SIZE(profiles); i++) {
		const struct vfv_process by = { .uid = hide & 1 };
		const struct vfv_want want = { profiles[i], hide & 2, &by };

		vfv_policy_decide_set(policy, facts, &want, &full);
		vfv_policy_decide_set(policy, &fewer, &want, &hidden);
		if (hidden.verdict == VFIOV_VERDICT_GRANT && full.verdict != VFIOV_VERDICT_GRANT)
			fail_msg("without %#x a set is granted by %s, else refused by %s\n%s", hide,
				 hidden.label, full.label, text);
		counts->granted += hidden.verdict == VFIOV_VERDICT_GRANT;
		counts->refused += hidden.why == VFV_WHY_UNJUDGED;
	}
}

/* For random policies and devices, hiding facts must never grant more than knowing all of them. */
static void hidden_facts_never_grant_more(void **state)
{
	struct counts counts = { 0 };
	uint64_t seed = 1;

	for (int p = 0; p < 400; p++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_free_ char *text = random_rules(&seed, true);

		policy = random_policy(&seed, text);
		for (int d = 0; d < 30; d++) {
			struct vfv_facts facts = random_facts(&seed);

			for (int fact = 0; fact < VFV_N_FACTS; fact++)
				compare(policy, &facts, 1U << fact, text, &counts);
			for (int i = 0; i < 8; i++)
				compare(policy, &facts, random_next(&seed, VFV_FACTS_ALL + 1), text,
					&counts);
		}
	}
	/* The test is meaningful only if the sequence has covered all cases. */
	assert_true(counts.same > 1000 && counts.less > 1000 && counts.unjudged > 1000 &&
		    counts.granted > 1000 && counts.refused > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hidden_facts_never_grant_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
