// SPDX-License-Identifier: GPL-2.0-only
/* Tests the decisions at the bind of a VF, and at the request of an operator. */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/explain.h"
#include "policy/sample.h"

enum { STEP_TEXT = 256 };

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
	assert_string_equal(decision.profile, expected.profile);
	assert_int_equal(decision.migration, expected.migration);
	assert_int_equal(decision.why, expected.why);
	assert_string_equal(decision.label, expected.label);
	assert_int_equal(decision.is_explicit, strncmp(expected.label, "(default)", 9) != 0);
	assert_int_equal(decision.generation, 7);
	assert_true(*decision.reason);
}

static void nothing_is_native(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(NULL, NULL);
	const struct vfv_want want = { .profile = "transitional" };
	const struct vfv_want native = { .profile = "native" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
	assert_int_equal(decision.why, VFV_WHY_ALLOW);
	vfv_policy_decide_set(policy, &facts, &native, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
}

/* Neither the gate nor the rule alone grants anything. */
static void gate_and_rule(void **state)
{
	static const char rule[] =
		"rules = (\n{ name = \"guests\"; profile = \"transitional\"; migration = true; });";
	static const struct {
		const char *main_text;
		struct expectation expected;
	} cases[] = {
		{ NULL, { "native", false, VFV_WHY_GATE } },
		{ "allow_transitional = false;", { "native", false, VFV_WHY_GATE } },
		{ "allow_transitional = true;", { "transitional", false, VFV_WHY_GATE } },
		{ "allow_migration = true;", { "native", true, VFV_WHY_GATE } },
		{ open_gates, { "transitional", true, VFV_WHY_RULE } },
	};
	struct vfv_facts facts = sample_facts(0);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
			sample_policy(cases[i].main_text, rule);
		struct expectation expected = cases[i].expected;

		expected.label = "guests at 50-test.conf:2";
		expect(policy, &facts, expected);
	}
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *gate_only = sample_policy(open_gates, NULL);

	expect(gate_only, &facts,
	       (struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
}

static void device_cannot(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates, "rules = ({ name = \"a\"; profile = \"legacy\"; migration = true; });");
	struct vfv_facts facts = sample_facts(0);
	const char *label = "a at 50-test.conf:1";

	facts.available = sample_can(3);
	expect(policy, &facts, (struct expectation){ "native", true, VFV_WHY_UNAVAILABLE, label });
	facts.available = sample_can(7);
	facts.migratable = false;
	expect(policy, &facts, (struct expectation){ "legacy", false, VFV_WHY_UNAVAILABLE, label });
	facts.available = sample_can(0);
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_UNAVAILABLE, label });
}

static void first_match_wins(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"one\"; match = { bdf = \"3b:00.2\"; }; profile = \"native\"; },\n"
		"{ name = \"some\"; match = { pf = \"ens1f0np0\"; vf = \"0-3\"; }; profile = \"legacy\"; },\n"
		"{ name = \"all\"; match = { pf = \"0000:3b:00.0\"; }; profile = \"transitional\"; });");
	struct vfv_facts facts = sample_facts(1);

	expect(policy, &facts,
	       (struct expectation){ "native", false, VFV_WHY_RULE, "one at 50-test.conf:1" });
	facts = sample_facts(2);
	expect(policy, &facts,
	       (struct expectation){ "legacy", false, VFV_WHY_RULE, "some at 50-test.conf:2" });
	facts = sample_facts(4);
	expect(policy, &facts,
	       (struct expectation){ "transitional", false, VFV_WHY_RULE,
				     "all at 50-test.conf:3" });
	facts.pf.bus = 0x3c;
	facts.pf_names[0] = "ens2";
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
}

static void card_is_found_by_its_serial_number(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates,
		"rules = ("
		"{ name = \"one\"; match = { serial = \"00-15-4D-FF-FE-12-34-56\"; vf = 1; }; profile = \"legacy\"; },\n"
		"{ name = \"maker\"; match = { serial = \"00-15-4D-*\"; }; profile = \"transitional\"; },\n"
		"{ name = \"rest\"; match = { not = { serial = \"*\"; }; }; profile = \"legacy\"; });");
	struct vfv_facts facts = sample_facts(1);

	expect(policy, &facts,
	       (struct expectation){ "legacy", false, VFV_WHY_RULE, "one at 50-test.conf:1" });
	facts.index = 0;
	expect(policy, &facts,
	       (struct expectation){ "transitional", false, VFV_WHY_RULE,
				     "maker at 50-test.conf:2" });
	facts.serial = 0x00164dfffe123456;
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
	/* A card without a serial number is known to have none. */
	facts.serial = 0;
	expect(policy, &facts,
	       (struct expectation){ "legacy", false, VFV_WHY_RULE, "rest at 50-test.conf:3" });
	/* If it is unknown, each of the rules might match. */
	facts.known &= ~(1U << VFV_FACT_SERIAL);
	expect(policy, &facts, (struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
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

	expect(policy, &facts,
	       (struct expectation){ "native", false, VFV_WHY_LOG_ONLY, "a at 50-test.conf:1" });
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.wanted_profile, "transitional");
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
	assert_int_equal(decision.why, VFV_WHY_LOG_ONLY);
	want.profile = "native";
	vfv_policy_decide_set(policy, &facts, &want, &decision);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_GRANT);
}

static void operator_asks(void **state)
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
		/* A profile of an undeclared driver, and an empty profile. */
		{ 0, "reduced", false, 0, VFV_WHY_ALLOW },
		{ 0, "", false, 0, VFV_WHY_ALLOW },
	};
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(open_gates, rules);

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

/* A set must not exceed the gate or the device, whatever the allow list permits. */
static void set_meets_gate_and_device(void **state)
{
	static const char rules[] =
		"rules = ({ name = \"a\"; profile = \"native\"; allow = [ \"transitional\", \"migration\" ]; });";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *closed = sample_policy(NULL, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *open = sample_policy(open_gates, rules);
	struct vfv_want want = { .profile = "transitional" };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	vfv_policy_decide_set(closed, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_GATE);
	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_RULE);
	facts.available = sample_can(1);
	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_UNAVAILABLE);
	want.profile = "native";
	want.migration = true;
	facts.migratable = false;
	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_UNAVAILABLE);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
}

/* A set profile stays if a rule still allows it, regardless of who may set it now. */
static void what_is_set_meets_allow_and_gate(void **state)
{
	static const char rules[] =
		"rules = ({ name = \"keep\"; match = { pf = \"kept\"; }; profile = \"native\"; },\n"
		"{ name = \"a\"; profile = \"native\"; allow = [ \"transitional\" ];\n"
		"  set_by = { uid = 7; }; });";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *closed = sample_policy(NULL, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *open = sample_policy(open_gates, rules);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *silent =
		sample_policy("mode = \"log-only\"; allow_transitional = true;", rules);
	struct vfv_want want = { .profile = "transitional", .is_set = true };
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_RULE);
	vfv_policy_decide_set(silent, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_RULE);
	vfv_policy_decide_set(closed, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_GATE);
	want.profile = "legacy";
	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_ALLOW);
	want.profile = "transitional";
	facts.known &= ~(1U << VFV_FACT_NAMES);
	vfv_policy_decide_set(open, &facts, &want, &decision);
	assert_int_equal(decision.why, VFV_WHY_UNJUDGED);
	assert_int_equal(decision.verdict, VFIOV_VERDICT_REFUSE);
}

static void each_key(void **state)
{
	static const struct {
		const char *match;
		bool matches;
	} cases[] = {
		{ "pf = \"ens1f0np0\";", true },
		{ "pf = \"ens1f0np\";", false },
		{ "pf = \"3b:00.0\";", true },
		{ "pf = \"0001:3b:00.0\";", false },
		{ "vf = 5;", true },
		{ "vf = \"0-4,6\";", false },
		{ "vf = [ \"0-4\", \"5\" ];", true },
		{ "bdf = \"0000:3b:00.6\";", true },
		{ "bdf = \"3b:00.5\";", false },
		{ "id = \"1af4:1041\";", true },
		{ "id = [ \"1af4:1042\", \"*:1041\" ];", true },
		{ "id = \"1AF4:*\";", true },
		{ "id = \"1af5:*\";", false },
		{ "subsystem = \"1af4:1100\";", true },
		{ "subsystem = \"1af4:1041\";", false },
		{ "class = \"network\";", true },
		{ "class = \"storage\";", false },
		{ "class = \"0x0200\";", true },
		{ "class = \"0x0201\";", false },
		{ "class = \"0x020000\";", true },
		{ "port = \"p?\";", true },
		{ "port = \"p1\";", false },
		{ "numa = 0;", true },
		{ "numa = [ 1, 2 ];", false },
		{ "host = \"hv-a*\";", true },
		{ "host = \"hv-b*\";", false },
		{ "capable = [ \"transitional\", \"migration\" ];", true },
		{ "driver = \"vfiov_vfio_pci\";", true },
		{ "driver = \"vfiov*\";", true },
		{ "driver = \"igb_vfio_pci\";", false },
		{ "driver = [ \"igb*\", \"*_pci\" ];", true },
		{ "not = { driver = \"igb*\"; };", true },
		{ "not = { driver = \"vfiov*\"; };", false },
		{ "vf = 5; numa = 1;", false },
		{ "vf = 5; not = { numa = 1; };", true },
		{ "vf = 5; not = { numa = 0; };", false },
		{ "not = { vf = 5; numa = 1; };", true },
		{ "not = { vf = 5; numa = 0; };", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		struct vfv_facts facts = sample_facts(5);
		struct vfv_decision decision;
		char text[256];

		snprintf(text, sizeof(text),
			 "rules = ({ name = \"a\"; match = { %s }; profile = \"legacy\"; });",
			 cases[i].match);
		policy = sample_policy(open_gates, text);
		vfv_policy_decide(policy, &facts, &decision);
		if (decision.is_explicit != cases[i].matches)
			fail_msg("%s", cases[i].match);
	}
}

/* Each profile has one gate, which its driver declares, and no other gate permits the profile. */
static void gates_of_other_drivers(void **state)
{
	static const struct vfv_words can = { 3, { "native", "reduced", "legacy" } };
	static const char reduced[] = "allow_profiles = \"igb_vfio_pci/reduced\";";
	static const char legacy[] = "allow_profiles = [ \"igb_vfio_pci/legacy\" ];";
	static const struct {
		const char *main_text, *driver, *profile;
		bool granted;
		const char *why;
	} cases[] = {
		{ NULL, SAMPLE_DRIVER, "reduced", false,
		  "allow_profiles lacks igb_vfio_pci/reduced" },
		{ open_gates, SAMPLE_DRIVER, "reduced", false,
		  "allow_profiles lacks igb_vfio_pci/reduced" },
		{ reduced, SAMPLE_DRIVER, "reduced", true, "" },
		{ legacy, SAMPLE_DRIVER, "reduced", false,
		  "allow_profiles lacks igb_vfio_pci/reduced" },
		/* If two drivers share a profile name, the gate of the VF's driver applies. */
		{ open_gates, SAMPLE_DRIVER, "legacy", false,
		  "allow_profiles lacks igb_vfio_pci/legacy" },
		{ legacy, SAMPLE_DRIVER, "legacy", true, "" },
		{ legacy, "vfiov_vfio_pci", "legacy", false, "allow_transitional is false" },
		{ open_gates, "vfiov_vfio_pci", "legacy", true, "" },
		/* An undeclared driver, and an unknown one. */
		{ open_gates, "mlx5_vfio_pci", "legacy", false,
		  "mlx5_vfio_pci declares no such profile" },
		{ open_gates, "vfiov_vfio_pci", "reduced", false,
		  "vfiov_vfio_pci declares no such profile" },
		{ open_gates, NULL, "legacy", false, "the driver is unknown" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		struct vfv_facts facts = sample_facts(0);
		const struct vfv_want want = { .profile = cases[i].profile };
		const char *expected = cases[i].granted ? cases[i].profile : "native";
		struct vfv_decision decision;
		char rules[128];

		snprintf(rules, sizeof(rules), "rules = ({ name = \"a\"; profile = \"%s\"; });",
			 cases[i].profile);
		policy = sample_policy(cases[i].main_text, rules);
		facts.driver = cases[i].driver;
		facts.available = &can;
		if (!facts.driver)
			facts.known &= ~(1U << VFV_FACT_DRIVER);
		vfv_policy_decide(policy, &facts, &decision);
		assert_string_equal(decision.profile, expected);
		assert_int_equal(decision.why, cases[i].granted ? VFV_WHY_RULE : VFV_WHY_GATE);
		assert_non_null(strstr(decision.reason, cases[i].why));
		vfv_policy_decide_set(policy, &facts, &want, &decision);
		assert_int_equal(decision.verdict,
				 cases[i].granted ? VFIOV_VERDICT_GRANT : VFIOV_VERDICT_REFUSE);
		assert_non_null(strstr(decision.reason, cases[i].why));
	}
}

/* All values of "capable" must match; for other keys, one is enough. */
static void capable_wants_all(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = sample_policy(
		open_gates, "rules = ({ name = \"a\"; profile = \"native\";"
			    "match = { capable = [ \"transitional\", \"migration\" ]; }; });");
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	facts.migratable = false;
	vfv_policy_decide(policy, &facts, &decision);
	assert_false(decision.is_explicit);
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

struct seen {
	const struct vfv_facts *facts;
	char text[STEP_TEXT];
};

static void keep_text(const struct vfv_step *step, void *userdata)
{
	struct seen *seen = userdata;

	vfv_step_text(step, seen->facts, seen->text, sizeof(seen->text));
}

/* Expects this reason for a rule with only this match. */
static void expect_why(const char *match, const struct vfv_facts *facts, const char *why)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct seen seen = { .facts = facts };
	char rules[256];

	snprintf(rules, sizeof(rules),
		 "rules = ( { name = \"a\"; match = { %s; }; profile = \"native\"; } );", match);
	policy = sample_policy(NULL, rules);
	vfv_policy_explain(policy, facts, keep_text, &seen);
	assert_string_equal(seen.text, why);
}

/* The explanation tells the operator what the rule requires and what the device has. */
static void says_why_not(void **state)
{
	static const struct {
		const char *match, *why;
	} cases[] = {
		{ "pf = \"eth0\"", "pf: want eth0, is 0000:3b:00.0 (ens1f0np0)" },
		{ "vf = \"0-7\"", "vf: want 0-7, is 9" },
		{ "bdf = \"3b:00.1\"", "bdf: want 3b:00.1, is 0000:3b:01.2" },
		{ "id = \"1af4:1042\"", "id: want 1af4:1042, is 1af4:1041" },
		{ "subsystem = \"1af4:0001\"", "subsystem: want 1af4:0001, is 1af4:1100" },
		{ "class = \"storage\"", "class: want storage, is 0x020000" },
		{ "port = \"p1\"", "port: want p1, is \"p0\"" },
		{ "numa = 1", "numa: want 1, is 0" },
		{ "host = \"hv-b*\"", "host: want hv-b*, is \"hv-a03\"" },
		{ "serial = \"00-15-4d-*-57\"",
		  "serial: want 00-15-4d-*-57, is 00-15-4d-ff-fe-12-34-56" },
		{ "not = { vf = 9; }", "vf: want not 9, is 9" },
		{ "not = { capable = \"migration\"; }",
		  "capable: want not migration, is native transitional legacy migration" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_facts facts = sample_facts(9);

		facts.vf.devfn = 1 << 3 | 2;
		expect_why(cases[i].match, &facts, cases[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_why_not),
		cmocka_unit_test(nothing_is_native),
		cmocka_unit_test(gate_and_rule),
		cmocka_unit_test(device_cannot),
		cmocka_unit_test(first_match_wins),
		cmocka_unit_test(card_is_found_by_its_serial_number),
		cmocka_unit_test(audit_has_the_level_of_its_rule),
		cmocka_unit_test(log_only),
		cmocka_unit_test(operator_asks),
		cmocka_unit_test(set_meets_gate_and_device),
		cmocka_unit_test(what_is_set_meets_allow_and_gate),
		cmocka_unit_test(each_key),
		cmocka_unit_test(gates_of_other_drivers),
		cmocka_unit_test(capable_wants_all),
		cmocka_unit_test(settings),
		cmocka_unit_test(label_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
