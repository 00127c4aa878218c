// SPDX-License-Identifier: GPL-2.0-only
/* A decision with unknown facts never grants more than a decision with known facts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/random-policy.h"
#include "policy/sample.h"

static const char open_gates[] = "allow_transitional = true; allow_migration = true;";

struct expectation {
	const char *profile;
	bool migration;
	enum vfv_why why;
	const char *label;
};

static void expect(const struct vfv_policy *policy, const struct vfv_facts *facts,
		   struct expectation expected)
{
	struct vfv_decision decision;

	vfv_policy_decide(policy, facts, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
	assert_string_equal(decision.label, expected.label);
	assert_string_equal(decision.profile, expected.profile);
	assert_int_equal(decision.migration, expected.migration);
	assert_int_equal(decision.why, expected.why);
	assert_true(*decision.reason);
}

/* A rule that may match the VF comes before one that grants more. */
static void unknown_name(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"keep\"; match = { pf = \"ens9\"; }; profile = \"native\"; },\n"
		"{ name = \"all\"; profile = \"transitional\"; migration = true;"
		"  allow = [ \"legacy\" ]; });");
	const char *all = "all at 50-test.conf:2";
	const char *unjudged = "rule keep could not be evaluated: pf is not known";
	struct vfv_want want = { .profile = "legacy" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	expect(policy, &facts, (struct expectation){ "transitional", true, 0, all });
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
	facts.n_pf_names = 0;
	expect(policy, &facts, (struct expectation){ "transitional", true, 0, all });
	facts.known &= ~(1U << VFV_FACT_NAMES);
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_UNJUDGED, unjudged });
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.rule, "keep");
	assert_string_equal(decision.unknown, "pf");
	assert_int_equal(decision.line, 1);
	assert_int_equal(decision.level, VFIOV_LEVEL_LOUD);
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
	assert_int_equal(decision.why, VFV_WHY_UNJUDGED);
	assert_string_equal(decision.label, unjudged);
	want.profile = "native";
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
}

/* An unknown fact only costs what the rule might have refused. */
static void unknown_name_of_one_axis(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"a\"; match = { pf = \"ens9\"; }; profile = \"transitional\"; },\n"
		"{ name = \"b\"; match = { pf = \"ens8\"; }; profile = \"legacy\"; migration = true; },\n"
		"{ name = \"c\"; match = { vf = \"0-7\"; }; profile = \"transitional\"; migration = true; },\n"
		"{ name = \"d\"; match = { pf = \"ens7\"; }; profile = \"native\"; });");
	struct vfv_facts facts = sample_facts(0);

	facts.known &= ~(1U << VFV_FACT_NAMES);
	facts.n_pf_names = 0;
	/*
	 * The first rule costs migration, and the second costs the profile; the last is not
	 * reached.
	 */
	expect(policy, &facts,
	       (struct expectation){ "native", false, VFV_WHY_UNJUDGED,
				     "rule a could not be evaluated: pf is not known" });
	/* An unknown fact costs nothing when the walk ends with native. */
	facts.index = 9;
	expect(policy, &facts, (struct expectation){ "native", false, 0, "(default)" });
}

/* In "not", an unknown fact stays unknown, and an absent one does not match. */
static void unknown_in_not(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"keep\"; match = { vf = 0; not = { port = \"p9\"; numa = 0; }; };"
		"  profile = \"native\"; },\n"
		"{ name = \"all\"; profile = \"legacy\"; });");
	const char *all = "all at 50-test.conf:2", *keep = "keep at 50-test.conf:1";
	const char *unjudged = "rule keep could not be evaluated: port is not known";
	struct vfv_facts facts = sample_facts(0);

	facts.pf_port = "p9";
	expect(policy, &facts, (struct expectation){ "legacy", false, 0, all });
	facts.pf_port = NULL;
	expect(policy, &facts, (struct expectation){ "native", false, 0, keep });
	facts.known &= ~(1U << VFV_FACT_PORT);
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_UNJUDGED, unjudged });
	/*
	 * A definite mismatch overrides an unknown fact, in the group and in the match before it.
	 */
	facts.numa_node = 1;
	expect(policy, &facts, (struct expectation){ "native", false, 0, keep });
	facts.numa_node = 0;
	facts.index = 1;
	expect(policy, &facts, (struct expectation){ "legacy", false, 0, all });
}

/* Any of a PF's names matches it, also through the index. */
static void any_name_of_the_pf(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"a\"; match = { pf = \"an-alternative-name-of-many-letters\"; };"
		"  profile = \"legacy\"; });");
	struct vfv_facts facts = sample_facts(0);

	expect(policy, &facts, (struct expectation){ "native", false, 0, "(default)" });
	facts.pf_names[facts.n_pf_names++] = "enp59s0";
	facts.pf_names[facts.n_pf_names++] = "an-alternative-name-of-many-letters";
	expect(policy, &facts, (struct expectation){ "legacy", false, 0, "a at 50-test.conf:1" });
}

/* A definition applies to PFs and VFs of any kind. */
static void unknown_pf_and_definitions(void **state)
{
	static const char rules[] = "rules = ({ name = \"a\"; profile = \"legacy\"; });";
	static const char defined[] = "defined = ({ pf = \"0000:3b:00.0\"; vf = 0;"
				      " profile = \"native\"; uid = \"0\"; });";
	const struct vfv_policy_file files[] = {
		{ "/etc/vfiovd/vfiovd.conf", open_gates, strlen(open_gates), VFV_FILE_MAIN },
		{ "/etc/vfiovd/policy.d/50-test.conf", rules, strlen(rules), VFV_FILE_RULES },
		{ "/var/lib/vfiovd/defined.conf", defined, strlen(defined), VFV_FILE_DEFINED },
	};
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_facts facts = sample_facts(0);

	assert_int_equal(vfv_policy_new(files, ARRAY_SIZE(files), 7, &diags, &policy), 0);
	facts.index = 1;
	expect(policy, &facts, (struct expectation){ "legacy", false, 0, "a at 50-test.conf:1" });
	facts.known &= ~(1U << VFV_FACT_PF);
	facts.has_pf = false;
	facts.index = 0;
	expect(policy, &facts,
	       (struct expectation){ "native", false, VFV_WHY_UNJUDGED,
				     "rule (defined) could not be evaluated: pf is not known" });
}

/*
 * For a VF that does not exist yet, vfv_policy_may_set() permits what any rule might allow, and
 * definitely refuses the rest.
 */
static void set_of_a_vf_that_is_not_there(void **state)
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
	/* What may be set later is not granted yet. */
	vfv_policy_decide_set(policy, &facts, &transitional, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
}

struct seen {
	const struct vfv_facts *facts;
	enum vfv_outcome outcome;
	char text[256];
};

static void keep_text(const struct vfv_step *step, void *userdata)
{
	struct seen *seen = userdata;

	seen->outcome = step->outcome;
	vfv_step_text(step, seen->facts, seen->text, sizeof(seen->text));
}

static void expect_why(const char *match, const struct vfv_facts *facts, enum vfv_outcome outcome,
		       const char *why)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct seen seen = { .facts = facts };
	char rules[256];

	snprintf(rules, sizeof(rules),
		 "rules = ({ name = \"a\"; profile = \"native\"; match = { %s; }; });", match);
	policy = sample_policy(NULL, rules);
	vfv_policy_explain(policy, facts, keep_text, &seen);
	assert_string_equal(seen.text, why);
	assert_int_equal(seen.outcome, outcome);
}

static void says_what_is_not_known(void **state)
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
			expect_why(cases[i].match, &facts, VFV_OUTCOME_NO, cases[i].absent);
		facts.known = 0;
		expect_why(cases[i].match, &facts, VFV_OUTCOME_UNKNOWN, cases[i].unknown);
	}
}

/* Checks all changes that hiding facts may make to @full. */
static bool is_no_more(const struct vfv_decision *hidden, const struct vfv_decision *full)
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
	if (!is_no_more(&hidden, &full))
		fail_msg("without %#x %s of %s, else %s of %s\n%s", hide,
			 hidden.migration ? "migration" : "more", hidden.label,
			 full.migration ? "migration" : "less", full.label, text);
	/* Only a rule that cost something is reported. */
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
static void hiding_never_yields_more(void **state)
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
	/* The test is meaningful only if the sequence covered all cases. */
	assert_true(counts.same > 1000 && counts.less > 1000 && counts.unjudged > 1000 &&
		    counts.granted > 1000 && counts.refused > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_name),
		cmocka_unit_test(unknown_name_of_one_axis),
		cmocka_unit_test(unknown_in_not),
		cmocka_unit_test(any_name_of_the_pf),
		cmocka_unit_test(unknown_pf_and_definitions),
		cmocka_unit_test(set_of_a_vf_that_is_not_there),
		cmocka_unit_test(says_what_is_not_known),
		cmocka_unit_test(hiding_never_yields_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
