// SPDX-License-Identifier: GPL-2.0-only
/* Tests the gates, without which no rule grants anything. */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/expect.h"
#include "policy/sample.h"

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
		{ SAMPLE_OPEN_GATES, { "transitional", true, VFV_WHY_RULE } },
	};
	struct vfv_facts facts = sample_facts(0);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
			sample_policy(cases[i].main_text, rule);
		struct expectation expected = cases[i].expected;

		expected.label = "guests at 50-test.conf:2";
		expect_decision(policy, &facts, expected);
	}
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *gate_only =
		sample_policy(SAMPLE_OPEN_GATES, NULL);

	expect_decision(gate_only, &facts,
			(struct expectation){ "native", false, VFV_WHY_RULE, "(default)" });
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
		{ SAMPLE_OPEN_GATES, SAMPLE_DRIVER, "reduced", false,
		  "allow_profiles lacks igb_vfio_pci/reduced" },
		{ reduced, SAMPLE_DRIVER, "reduced", true, "" },
		{ legacy, SAMPLE_DRIVER, "reduced", false,
		  "allow_profiles lacks igb_vfio_pci/reduced" },
		/* If two drivers share a profile name, the gate of the VF's driver applies. */
		{ SAMPLE_OPEN_GATES, SAMPLE_DRIVER, "legacy", false,
		  "allow_profiles lacks igb_vfio_pci/legacy" },
		{ legacy, SAMPLE_DRIVER, "legacy", true, "" },
		{ legacy, "vfiov_vfio_pci", "legacy", false, "allow_transitional is false" },
		{ SAMPLE_OPEN_GATES, "vfiov_vfio_pci", "legacy", true, "" },
		/* Test an undeclared driver, and an unknown one. */
		{ SAMPLE_OPEN_GATES, "mlx5_vfio_pci", "legacy", false,
		  "mlx5_vfio_pci declares no such profile" },
		{ SAMPLE_OPEN_GATES, "vfiov_vfio_pci", "reduced", false,
		  "vfiov_vfio_pci declares no such profile" },
		{ SAMPLE_OPEN_GATES, NULL, "legacy", false, "the driver is unknown" },
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gate_and_rule),
		cmocka_unit_test(gates_of_other_drivers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
