// SPDX-License-Identifier: GPL-2.0-only
/* Tests decisions with unknown facts, and their explanation. */
#include <string.h>

#include "lib/macro.h"
#include "policy/expect.h"
#include "policy/sample.h"

/* A rule that may match the VF comes before one that grants more. */
static void unknown_name(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"keep\"; match = { pf = \"ens9\"; }; profile = \"native\"; },\n"
		"{ name = \"all\"; profile = \"transitional\"; migration = true;"
		"  allow = [ \"legacy\" ]; });");
	const char *all = "all at 50-test.conf:2";
	const char *unjudged = "rule keep could not be evaluated: pf is not known";
	struct vfv_want want = { .profile = "legacy" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	expect_decision(policy, &facts, (struct expectation){ "transitional", true, 0, all });
	expect_set(policy, &facts, &want, VFV_WHY_RULE);
	facts.n_pf_names = 0;
	expect_decision(policy, &facts, (struct expectation){ "transitional", true, 0, all });
	facts.known &= ~(1U << VFV_FACT_NAMES);
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_UNJUDGED, unjudged });
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.rule, "keep");
	assert_string_equal(decision.unknown, "pf");
	assert_int_equal(decision.line, 1);
	assert_int_equal(decision.level, VFIOV_LEVEL_LOUD);
	expect_set(policy, &facts, &want, VFV_WHY_UNJUDGED);
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_string_equal(decision.label, unjudged);
	want.profile = "native";
	expect_set(policy, &facts, &want, VFV_WHY_RULE);
}

/* An unknown fact removes only what the rule might have refused. */
static void unknown_name_of_the_pf(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"a\"; match = { pf = \"ens9\"; }; profile = \"transitional\"; },\n"
		"{ name = \"b\"; match = { pf = \"ens8\"; }; profile = \"legacy\"; migration = true; },\n"
		"{ name = \"c\"; match = { vf = \"0-7\"; }; profile = \"transitional\"; migration = true; },\n"
		"{ name = \"d\"; match = { pf = \"ens7\"; }; profile = \"native\"; });");
	struct vfv_facts facts = sample_facts(0);

	facts.known &= ~(1U << VFV_FACT_NAMES);
	facts.n_pf_names = 0;
	/*
	 * The first rule removes migration, and the second removes the profile; the last is not
	 * reached.
	 */
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_UNJUDGED,
					      "rule a could not be evaluated: pf is not known" });
	/* An unknown fact removes nothing if the walk ends with native. */
	facts.index = 9;
	expect_decision(policy, &facts, (struct expectation){ "native", false, 0, "(default)" });
}

/* In "not", an unknown fact stays unknown, and an absent one does not match. */
static void unknown_in_not(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"keep\"; match = { vf = 0; not = { port = \"p9\"; numa = 0; }; };"
		"  profile = \"native\"; },\n"
		"{ name = \"all\"; profile = \"legacy\"; });");
	const char *all = "all at 50-test.conf:2", *keep = "keep at 50-test.conf:1";
	const char *unjudged = "rule keep could not be evaluated: port is not known";
	struct vfv_facts facts = sample_facts(0);

	facts.pf_port = "p9";
	expect_decision(policy, &facts, (struct expectation){ "legacy", false, 0, all });
	facts.pf_port = NULL;
	expect_decision(policy, &facts, (struct expectation){ "native", false, 0, keep });
	facts.known &= ~(1U << VFV_FACT_PORT);
	expect_decision(policy, &facts,
			(struct expectation){ "native", false, VFV_WHY_UNJUDGED, unjudged });
	/*
	 * A definite mismatch overrides an unknown fact, in the group and in the match before it.
	 */
	facts.numa_node = 1;
	expect_decision(policy, &facts, (struct expectation){ "native", false, 0, keep });
	facts.numa_node = 0;
	facts.index = 1;
	expect_decision(policy, &facts, (struct expectation){ "legacy", false, 0, all });
}

/* Any of a PF's names matches it, including through the index. */
static void any_name_of_the_pf(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		SAMPLE_OPEN_GATES,
		"rules = ("
		"{ name = \"a\"; match = { pf = \"an-alternative-name-of-many-letters\"; };"
		"  profile = \"legacy\"; });");
	struct vfv_facts facts = sample_facts(0);

	expect_decision(policy, &facts, (struct expectation){ "native", false, 0, "(default)" });
	facts.pf_names[facts.n_pf_names++] = "enp59s0";
	facts.pf_names[facts.n_pf_names++] = "an-alternative-name-of-many-letters";
	expect_decision(policy, &facts,
			(struct expectation){ "legacy", false, 0, "a at 50-test.conf:1" });
}

/* A definition applies to PFs and VFs of any kind. */
static void unknown_pf_and_definitions(void **state)
{
	static const char rules[] = "rules = ({ name = \"a\"; profile = \"legacy\"; });";
	static const char defined[] = "defined = ({ pf = \"0000:3b:00.0\"; vf = 0;"
				      " profile = \"native\"; uid = \"0\"; });";
	const struct vfv_policy_file files[] = {
		{ "/etc/vfiovd/vfiovd.conf", SAMPLE_OPEN_GATES, strlen(SAMPLE_OPEN_GATES),
		  VFV_FILE_MAIN },
		{ "/etc/vfiovd/policy.d/50-test.conf", rules, strlen(rules), VFV_FILE_RULES },
		{ "/var/lib/vfiovd/defined.conf", defined, strlen(defined), VFV_FILE_DEFINED },
	};
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_facts facts = sample_facts(0);

	assert_int_equal(vfv_policy_new(files, ARRAY_SIZE(files), 7, &diags, &policy), 0);
	facts.index = 1;
	expect_decision(policy, &facts,
			(struct expectation){ "legacy", false, 0, "a at 50-test.conf:1" });
	facts.known &= ~(1U << VFV_FACT_PF);
	facts.has_pf = false;
	facts.index = 0;
	expect_decision(
		policy, &facts,
		(struct expectation){ "native", false, VFV_WHY_UNJUDGED,
				      "rule (defined) could not be evaluated: pf is not known" });
}

static void reports_unknown_facts(void **state)
{
	static const struct {
		const char *match, *unknown, *absent;
	} cases[] = {
		{ "pf = \"eth0\"", "pf: want eth0, is unknown (name unknown)",
		  "pf: want eth0, is none (no network interface)" },
		{ "vf = \"0-7\"", "vf: want 0-7, is unknown", "vf: want 0-7, is none" },
		{ "port = \"p1\"", "port: want p1, is unknown", "port: want p1, is none" },
		{ "host = \"hv-b*\"", "host: want hv-b*, is unknown", "host: want hv-b*, is none" },
		{ "driver = \"igb*\"", "driver: want igb*, is unknown",
		  "driver: want igb*, is none" },
		{ "serial = \"00-*\"", "serial: want 00-*, is unknown",
		  "serial: want 00-*, is none" },
		{ "not = { vf = 9; }", "vf: want not 9, is unknown", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_facts facts = sample_facts(9);

		facts.has_pf = false;
		facts.n_pf_names = 0;
		facts.serial = 0;
		facts.pf_port = facts.host = facts.driver = NULL;
		if (cases[i].absent)
			expect_step(cases[i].match, &facts, VFV_OUTCOME_NO, cases[i].absent);
		facts.known = 0;
		expect_step(cases[i].match, &facts, VFV_OUTCOME_UNKNOWN, cases[i].unknown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_name),
		cmocka_unit_test(unknown_name_of_the_pf),
		cmocka_unit_test(unknown_in_not),
		cmocka_unit_test(any_name_of_the_pf),
		cmocka_unit_test(unknown_pf_and_definitions),
		cmocka_unit_test(reports_unknown_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
