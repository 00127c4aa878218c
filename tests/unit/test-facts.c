// SPDX-License-Identifier: GPL-2.0-only
/* Tests how the facts about a VF for the policy are gathered from the kernel and /sys. */
#include <errno.h>
#include <string.h>

#include "policy/facts.h"
#include "unit.h"

static struct vfv_vf sample(void)
{
	struct vfv_vf vf = { .index = 3, .device = 0x1041, .available = { 1, { "native" } } };

	vf.present = 1U << VFIOV_A_VF_PF | 1U << VFIOV_A_VF_INDEX;
	strcpy(vf.pf, "0000:3b:00.0");
	return vf;
}

static void known_facts(void **state)
{
	const struct vfv_names names = {
		.known = 1U << VFV_FACT_NAMES | 1U << VFV_FACT_PORT | 1U << VFV_FACT_HOST,
		.n_pf = 2,
		.pf = { "ens1f0np0", "enp59s0f0np0" },
		.host = "hv-a03",
	};
	struct vfv_vf vf = sample();
	struct vfv_facts facts;

	vf.present |= 1U << VFIOV_A_VF_NUMA_NODE;
	assert_int_equal(vfv_facts_make("0000:3b:00.4", &vf, &names, &facts), 0);
	assert_int_equal(facts.vf.bus, 0x3b);
	assert_int_equal(facts.vf.devfn, 4);
	assert_true(facts.has_pf);
	assert_int_equal(facts.pf.devfn, 0);
	assert_int_equal(facts.index, 3);
	assert_int_equal(facts.numa_node, 0);
	assert_int_equal(facts.n_pf_names, 2);
	assert_string_equal(facts.pf_names[0], "ens1f0np0");
	assert_string_equal(facts.pf_names[1], "enp59s0f0np0");
	assert_string_equal(facts.host, "hv-a03");
	assert_null(facts.pf_port);
	/* These facts can be known to be absent, which differs from unknown. */
	assert_true(vfv_knows(&facts, VFV_FACT_PORT));
	assert_true(vfv_knows(&facts, VFV_FACT_NUMA));
	assert_true(vfv_knows(&facts, VFV_FACT_PF));
	assert_true(vfv_knows(&facts, VFV_FACT_SERIAL));
	assert_true(vfv_knows(&facts, VFV_FACT_BDF));
	/* The kernel has not reported these facts. */
	assert_false(vfv_knows(&facts, VFV_FACT_ID));
	assert_false(vfv_knows(&facts, VFV_FACT_AVAILABLE));
}

/* Names that may still change can be displayed, but are not facts. */
static void names_that_are_not_final(void **state)
{
	const struct vfv_names names = {
		.known = 1U << VFV_FACT_PORT,
		.n_pf = 1,
		.pf = { "eth0" },
		.port = "p0",
		.host = "(none)",
	};
	struct vfv_vf vf = sample();
	struct vfv_facts facts;

	assert_int_equal(vfv_facts_make("0000:3b:00.4", &vf, &names, &facts), 0);
	assert_false(vfv_knows(&facts, VFV_FACT_NAMES));
	assert_int_equal(facts.n_pf_names, 0);
	assert_string_equal(facts.pf_port, "p0");
	assert_false(vfv_knows(&facts, VFV_FACT_HOST));
	assert_null(facts.host);
}

static void unknown_facts(void **state)
{
	const struct vfv_names names = { 0 };
	struct vfv_vf vf = sample();
	struct vfv_facts facts;

	/* An index without a PF, or a PF without an index, does not locate a VF. */
	vf.present = 1U << VFIOV_A_VF_INDEX;
	assert_int_equal(vfv_facts_make("0000:3b:00.4", &vf, &names, &facts), 0);
	assert_false(facts.has_pf);
	assert_false(vfv_knows(&facts, VFV_FACT_PF));
	assert_false(vfv_knows(&facts, VFV_FACT_SERIAL));
	assert_int_equal(facts.index, 0);
	assert_int_equal(facts.numa_node, -1);
	assert_null(facts.host);
	vf.present = 1U << VFIOV_A_VF_PF;
	assert_int_equal(vfv_facts_make("0000:3b:00.4", &vf, &names, &facts), 0);
	assert_false(facts.has_pf);
}

static void invalid_addresses(void **state)
{
	const struct vfv_names names = { 0 };
	struct vfv_vf vf = sample();
	struct vfv_facts facts;

	assert_int_equal(vfv_facts_make("3b:00", &vf, &names, &facts), -EINVAL);
	strcpy(vf.pf, "eth0");
	assert_int_equal(vfv_facts_make("0000:3b:00.4", &vf, &names, &facts), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_facts),
		cmocka_unit_test(names_that_are_not_final),
		cmocka_unit_test(unknown_facts),
		cmocka_unit_test(invalid_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
