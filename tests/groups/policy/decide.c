// SPDX-License-Identifier: GPL-2.0-only
/* Tests the decisions when a VF is bound. */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/expect.h"
#include "policy/sample.h"

static void nothing_is_native(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(NULL, NULL);
	const struct vfv_want want = { .profile = "transitional" };
	const struct vfv_want native = { .profile = "native" };
	struct vfv_facts facts = sample_facts(0);

	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
	expect_set(policy, &facts, &want, VFV_WHY_ALLOW);
	expect_set(policy, &facts, &native, VFV_WHY_RULE);
}

static void device_lacks_support(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ({ name = \"a\"; profile = \"legacy\"; migration = true; });");
	struct vfv_facts facts = sample_facts(0);
	const char *label = "a at 50-test.conf:1";

	facts.available = sample_can(3);
	expect_decision(policy, &facts,
			(struct expectation){ "native", true, VFV_WHY_UNAVAILABLE, label });
	facts.available = sample_can(7);
	facts.migratable = false;
	expect_decision(policy, &facts,
			(struct expectation){ "legacy", false, VFV_WHY_UNAVAILABLE, label });
	facts.available = sample_can(0);
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_UNAVAILABLE, label });
}

static void first_match_wins(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"one\"; match = { bdf = \"3b:00.2\"; }; profile = \"native\"; },\n"
		"{ name = \"some\"; match = { pf = \"ens1f0np0\"; vf = \"0-3\"; }; profile = \"legacy\"; },\n"
		"{ name = \"all\"; match = { pf = \"0000:3b:00.0\"; }; profile = \"transitional\"; });");
	struct vfv_facts facts = sample_facts(1);

	expect_decision(
		policy, &facts,
		(struct expectation){ "native", false, VFV_WHY_RULE, "one at 50-test.conf:1" });
	facts = sample_facts(2);
	expect_decision(
		policy, &facts,
		(struct expectation){ "legacy", false, VFV_WHY_RULE, "some at 50-test.conf:2" });
	facts = sample_facts(4);
	expect_decision(policy, &facts,
			(struct expectation){ "transitional", false, VFV_WHY_RULE,
					      "all at 50-test.conf:3" });
	facts.pf.bus = 0x3c;
	facts.pf_names[0] = "ens2";
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
}

static void card_is_found_by_its_serial_number(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"one\"; match = { serial = \"00-15-4D-FF-FE-12-34-56\"; vf = 1; }; profile = \"legacy\"; },\n"
		"{ name = \"maker\"; match = { serial = \"00-15-4D-*\"; }; profile = \"transitional\"; },\n"
		"{ name = \"rest\"; match = { not = { serial = \"*\"; }; }; profile = \"legacy\"; });");
	struct vfv_facts facts = sample_facts(1);

	expect_decision(
		policy, &facts,
		(struct expectation){ "legacy", false, VFV_WHY_RULE, "one at 50-test.conf:1" });
	facts.index = 0;
	expect_decision(policy, &facts,
			(struct expectation){ "transitional", false, VFV_WHY_RULE,
					      "maker at 50-test.conf:2" });
	facts.serial = 0x00164dfffe123456;
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
	/* A card without a serial number is known to have none. */
	facts.serial = 0;
	expect_decision(
		policy, &facts,
		(struct expectation){ "legacy", false, VFV_WHY_RULE, "rest at 50-test.conf:3" });
	/* If the number is unknown, each of the rules might match. */
	facts.known &= ~(1U << VFV_FACT_SERIAL);
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
}

static void audit_has_the_level_of_its_rule(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		"audit = \"quiet\"; default = { audit = \"loud\"; };",
		"rules = ("
		"{ name = \"says\"; match = { vf = 0; }; profile = \"native\"; audit = \"normal\"; },\n"
		"{ name = \"silent\"; match = { vf = 1; }; profile = \"native\"; });");
	static const enum vfiov_level levels[] = { VFIOV_LEVEL_NORMAL, VFIOV_LEVEL_QUIET,
						   VFIOV_LEVEL_LOUD };
	const struct vfv_want legacy = { .profile = "legacy" };

	for (uint32_t i = 0; i < ARRAY_SIZE(levels); i++) {
		struct vfv_facts facts = sample_facts(i);
		struct vfv_decision decision;

		vfv_policy_decide(policy, &facts, &decision);
		assert_int_equal(decision.level, levels[i]);
		vfv_policy_decide_set(policy, &facts, &legacy, &decision);
		assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
		assert_int_equal(decision.level, levels[i]);
	}
}

static void log_only(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		"mode = \"log-only\"; allow_transitional = true;",
		"rules = ({ name = \"a\"; match = { vf = 0; }; profile = \"transitional\"; });");
	struct vfv_want want = { .profile = "transitional" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	expect_decision(
		policy, &facts,
		(struct expectation){ "native", false, VFV_WHY_LOG_ONLY, "a at 50-test.conf:1" });
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.wanted_profile, "transitional");
	expect_set(policy, &facts, &want, VFV_WHY_LOG_ONLY);
	want.profile = "native";
	expect_set(policy, &facts, &want, VFV_WHY_RULE);
}

static void settings(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *built_in = sample_policy(NULL, NULL);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
		sample_policy("open_wait_ms = 250; ring_size = 128;", NULL);

	assert_int_equal(vfv_policy_settings(built_in)->open_wait_ms, -1);
	assert_false(vfv_policy_settings(built_in)->allow_transitional);
	assert_false(vfv_policy_settings(built_in)->allow_migration);
	assert_int_equal(vfv_policy_settings(policy)->open_wait_ms, 250);
	assert_int_equal(vfv_policy_settings(policy)->ring_size, 128);
	assert_int_equal(vfv_policy_settings(policy)->grace_ms, -1);
	assert_int_equal(strlen(vfv_policy_hash(policy)), 64);
	assert_string_not_equal(vfv_policy_hash(policy), vfv_policy_hash(built_in));
}

/* A rule's name and location must fit into the text that the kernel stores. */
static void label_fits(void **state)
{
	static const char name[] =
		"n12345678901234567890123456789012345678901234567890123456789012";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;
	char text[256];

	assert_int_equal(strlen(name), 63);
	snprintf(text, sizeof(text), "rules = ({ name = \"%s\"; profile = \"native\"; });", name);
	policy = sample_policy(NULL, text);
	vfv_policy_decide(policy, &facts, &decision);
	assert_true(strlen(decision.label) <= VFIOV_TEXT_MAX);
	assert_non_null(strstr(decision.label, " at 50-test.conf:1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_native),
		cmocka_unit_test(device_lacks_support),
		cmocka_unit_test(first_match_wins),
		cmocka_unit_test(card_is_found_by_its_serial_number),
		cmocka_unit_test(audit_has_the_level_of_its_rule),
		cmocka_unit_test(log_only),
		cmocka_unit_test(settings),
		cmocka_unit_test(label_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
