// SPDX-License-Identifier: GPL-2.0-only
/* Tests the decisions about requests from an operator. */
#include "lib/macro.h"
#include "policy/expect.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

static void operator_requests(void **state)
{
	static const char rules[] =
		"rules = ("
		"{ name = \"mine\"; match = { vf = 0; }; profile = \"native\"; allow = \"transitional\";"
		"  set_by = { uid = [ 0, 1000 ]; }; },\n"
		"{ name = \"open\"; match = { vf = 1; }; profile = \"native\";"
		"  allow = [ \"legacy\", \"migration\" ]; },\n"
		"{ name = \"own\"; match = { vf = 2; }; profile = \"transitional\"; migration = true; },\n"
		"{ name = \"user\"; match = { vf = 4; }; profile = \"native\"; allow = \"legacy\";"
		"  set_by = { uid = 7; user = \"alice\"; }; },\n"
		"{ name = \"group\"; match = { vf = 5; }; profile = \"native\"; allow = \"legacy\";"
		"  set_by = { group = [ \"empty\", \"ops\" ]; }; },\n"
		"{ name = \"nobody\"; match = { vf = 6; }; profile = \"native\"; allow = \"legacy\";"
		"  set_by = { group = \"empty\"; }; });";
	static const struct {
		uint32_t index;
		const char *profile;
		bool migration;
		uint32_t uid;
		enum vfv_why why;
	} cases[] = {
		{ 0, "transitional", false, 0, VFV_WHY_RULE },
		{ 0, "transitional", false, 1000, VFV_WHY_RULE },
		{ 0, "transitional", false, 1001, VFV_WHY_SET_BY },
		{ 0, "native", false, 1001, VFV_WHY_RULE },
		{ 0, "native", true, 1001, VFV_WHY_SET_BY },
		{ 0, "legacy", false, 0, VFV_WHY_ALLOW },
		{ 0, "transitional", true, 0, VFV_WHY_ALLOW },
		{ 1, "legacy", true, 1001, VFV_WHY_RULE },
		{ 1, "native", true, 0, VFV_WHY_RULE },
		{ 1, "transitional", false, 0, VFV_WHY_ALLOW },
		{ 2, "transitional", true, 0, VFV_WHY_RULE },
		{ 2, "native", false, 0, VFV_WHY_RULE },
		{ 3, "native", false, 0, VFV_WHY_RULE },
		{ 3, "transitional", false, 0, VFV_WHY_ALLOW },
		{ 4, "legacy", false, 7, VFV_WHY_RULE },
		{ 4, "legacy", false, 1000, VFV_WHY_RULE },
		{ 4, "legacy", false, 1001, VFV_WHY_SET_BY },
		{ 4, "legacy", false, 0, VFV_WHY_SET_BY },
		{ 5, "legacy", false, 1000, VFV_WHY_RULE },
		{ 5, "legacy", false, 1001, VFV_WHY_RULE },
		{ 5, "legacy", false, 1002, VFV_WHY_SET_BY },
		{ 6, "legacy", false, 0, VFV_WHY_SET_BY },
		{ 6, "native", false, 0, VFV_WHY_RULE },
		/* Test a profile of an undeclared driver, and an empty profile. */
		{ 0, "reduced", false, 0, VFV_WHY_ALLOW },
		{ 0, "", false, 0, VFV_WHY_ALLOW },
	};
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
		sample_policy(SAMPLE_OPEN_GATES, rules);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_process by = { .uid = cases[i].uid };
		struct vfv_want want = { cases[i].profile, cases[i].migration, &by };
		struct vfv_facts facts = sample_facts(cases[i].index);
		struct vfv_decision decision;

		vfv_policy_decide_set(policy, &facts, &want, &decision);
		assert_int_equal(decision.why, cases[i].why);
		assert_int_equal(decision.verdict, cases[i].why == VFV_WHY_RULE
							   ? VFIOV_VERDICT_GRANT
							   : VFIOV_VERDICT_REFUSE);
		assert_string_equal(decision.profile, cases[i].profile);
	}
}

/*
 * A set must not exceed what the gate permits and the device supports, whatever the allow list
 * contains.
 */
static void set_meets_gate_and_device(void **state)
{
	static const char rules[] =
		"rules = ({ name = \"a\"; profile = \"native\"; allow = [ \"transitional\", \"migration\" ]; });";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *closed = sample_policy(NULL, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *open =
		sample_policy(SAMPLE_OPEN_GATES, rules);
	struct vfv_want want = { .profile = "transitional" };
	struct vfv_facts facts = sample_facts(0);

	expect_set(closed, &facts, &want, VFV_WHY_GATE);
	expect_set(open, &facts, &want, VFV_WHY_RULE);
	facts.available = sample_can(1);
	expect_set(open, &facts, &want, VFV_WHY_UNAVAILABLE);
	want.profile = "native";
	want.migration = true;
	facts.migratable = false;
	expect_set(open, &facts, &want, VFV_WHY_UNAVAILABLE);
}

/* A profile that was set stays if a rule still allows it, regardless of who may set it now. */
static void set_profile_meets_allow_and_gate(void **state)
{
	static const char rules[] =
		"rules = ({ name = \"keep\"; match = { pf = \"kept\"; }; profile = \"native\"; },\n"
		"{ name = \"a\"; profile = \"native\"; allow = [ \"transitional\" ];\n"
		"  set_by = { uid = 7; }; });";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *closed = sample_policy(NULL, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *open =
		sample_policy(SAMPLE_OPEN_GATES, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *silent =
		sample_policy("mode = \"log-only\"; allow_transitional = true;", rules);
	struct vfv_want want = { .profile = "transitional", .is_set = true };
	struct vfv_facts facts = sample_facts(0);

	expect_set(open, &facts, &want, VFV_WHY_RULE);
	expect_set(silent, &facts, &want, VFV_WHY_RULE);
	expect_set(closed, &facts, &want, VFV_WHY_GATE);
	want.profile = "legacy";
	expect_set(open, &facts, &want, VFV_WHY_ALLOW);
	want.profile = "transitional";
	facts.known &= ~(1U << VFV_FACT_NAMES);
	expect_set(open, &facts, &want, VFV_WHY_UNJUDGED);
}

/*
 * For a VF that does not exist yet, vfv_policy_may_set() grants what any rule might allow, and
 * definitely refuses the rest.
 */
static void set_of_a_missing_vf(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		"allow_transitional = true;",
		"rules = (\n"
		"{ name = \"a\"; match = { bdf = \"0000:77:00.1\"; }; profile = \"native\";\n"
		"  allow = \"transitional\"; },\n"
		"{ name = \"b\"; match = { vf = 9; id = \"1af4:1041\"; }; profile = \"native\";\n"
		"  allow = \"legacy\"; });");
	struct vfv_want transitional = { .profile = "transitional" };
	struct vfv_want legacy = { .profile = "legacy" };
	struct vfv_want native = { .profile = "native" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	assert_false(vfv_policy_may_set(policy, &facts, &transitional, &decision));
	facts = random_hide(&facts, 1U << VFV_FACT_BDF | 1U << VFV_FACT_ID);
	assert_true(vfv_policy_may_set(policy, &facts, &transitional, &decision));
	assert_false(vfv_policy_may_set(policy, &facts, &legacy, &decision));
	assert_int_equal(decision.why, VFV_WHY_ALLOW);
	assert_string_equal(decision.label, "(default)");
	assert_true(vfv_policy_may_set(policy, &facts, &native, &decision));
	/* A profile that may be set later is not granted yet. */
	vfv_policy_decide_set(policy, &facts, &transitional, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operator_requests),
		cmocka_unit_test(set_meets_gate_and_device),
		cmocka_unit_test(set_profile_meets_allow_and_gate),
		cmocka_unit_test(set_of_a_missing_vf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
