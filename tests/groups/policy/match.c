// SPDX-License-Identifier: GPL-2.0-only
/* Tests which VFs each key of a match selects, and the explanation. */
#include <stdio.h>

#include "lib/macro.h"
#include "policy/expect.h"
#include "policy/sample.h"

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
		policy = sample_policy(SAMPLE_OPEN_GATES, text);
		vfv_policy_decide(policy, &facts, &decision);
		if (decision.is_explicit != cases[i].matches)
			fail_msg("%s", cases[i].match);
	}
}

/* All values of "capable" must match; for other keys, one is enough. */
static void capable_wants_all(void **state)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy =
		sample_policy(SAMPLE_OPEN_GATES,
			      "rules = ({ name = \"a\"; profile = \"native\";"
			      "match = { capable = [ \"transitional\", \"migration\" ]; }; });");
	struct vfv_facts facts = sample_facts(0);
	struct vfv_decision decision;

	facts.migratable = false;
	vfv_policy_decide(policy, &facts, &decision);
	assert_false(decision.is_explicit);
}

/* The explanation tells the operator what the rule requires and what the device has. */
static void explains_mismatch(void **state)
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
		expect_step(cases[i].match, &facts, VFV_OUTCOME_NO, cases[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_key),
		cmocka_unit_test(capable_wants_all),
		cmocka_unit_test(explains_mismatch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
