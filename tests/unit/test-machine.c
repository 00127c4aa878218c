// SPDX-License-Identifier: GPL-2.0-only
/* Tests the comparison of the devices that rules name with those of a machine. */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/machine.h"
#include "policy/policy.h"
#include "unit.h"

static struct vfv_machine_device devices[] = {
	{ .bdf = { 0, 0, 8 } },
	{ .bdf = { 0, 0x3b, 0 }, .is_pf = true },
	{ .bdf = { 0, 0x3b, 1 }, .is_vf = true },
};

enum { NAMES = 1U << VFV_FACT_NAMES | 1U << VFV_FACT_PORT | 1U << VFV_FACT_HOST };

/* Returns the warnings of vfv_lint_machine() about one rule with @match, as one text. */
static const char *lint(const struct vfv_machine *machine, const char *match)
{
	static char all[1024];
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_policy_file file = { .name = "r", .kind = VFV_FILE_RULES };
	char text[512];
	size_t n;

	file.data = text;
	file.size = (size_t)snprintf(
		text, sizeof(text),
		"rules = (\n{ name = \"a\"; profile = \"native\"; match = { %s }; } );", match);
	assert_int_equal(vfv_policy_new(&file, 1, 1, &diags, &policy), 0);
	n = diags.n;
	vfv_lint_machine(policy, machine, &diags);
	assert_int_equal(diags.errors, 0);
	all[0] = '\0';
	for (size_t i = n; i < diags.n; i++) {
		assert_string_equal(diags.items[i].file, "r");
		assert_int_equal(diags.items[i].line, 2);
		snprintf(all + strlen(all), sizeof(all) - strlen(all), "%s%s", i > n ? "|" : "",
			 diags.items[i].text);
	}
	return all;
}

static struct vfv_machine machine_of(struct vfv_machine_pf *pf)
{
	*pf = (struct vfv_machine_pf){ .serial = 0x00154dfffe123456, .serial_known = true };
	pf->names.known = NAMES;
	pf->names.n_pf = 2;
	strcpy(pf->names.pf[0], "ens1");
	strcpy(pf->names.pf[1], "an-alternative-name-of-ens1");
	strcpy(pf->names.port, "p0");
	return (struct vfv_machine){
		.n_devices = ARRAY_SIZE(devices),
		.devices = devices,
		.n_pfs = 1,
		.pfs = pf,
		.host = { .known = NAMES, .host = "hv-a03" },
	};
}

static void names_what_is_missing(void **state)
{
	static const struct {
		const char *match, *says;
	} cases[] = {
		{ "pf = [ \"ens1\", \"3b:00.0\", \"an-alternative-name-of-ens1\" ];", "" },
		{ "pf = \"ens9\";", "rule \"a\": match: pf: \"ens9\": no PF of this machine has an "
				    "interface with this name" },
		{ "pf = [ \"ens1\", \"5e:00.0\", \"00:01.0\" ];",
		  "rule \"a\": match: pf: \"0000:5e:00.0\": this machine has no such device|"
		  "rule \"a\": match: pf: \"0000:00:01.0\": this device is not a PF" },
		{ "bdf = \"3b:00.1\";", "" },
		{ "bdf = [ \"3b:00.2\", \"3b:00.0\" ];",
		  "rule \"a\": match: bdf: \"0000:3b:00.2\": this machine has no such device|"
		  "rule \"a\": match: bdf: \"0000:3b:00.0\": this device is not a VF" },
		{ "serial = [ \"00-15-4d-ff-fe-12-34-56\", \"00-15-*\" ];", "" },
		{ "serial = \"00-15-4D-FF-FE-12-34-57\";",
		  "rule \"a\": match: serial: \"00-15-4d-ff-fe-12-34-57\": no PF of this machine "
		  "has this serial number" },
		{ "port = \"p*\";", "" },
		{ "port = \"p1\";",
		  "rule \"a\": match: port: \"p1\": no PF of this machine has such a port" },
		{ "vf = 99; numa = 7; class = \"storage\"; id = \"1234:5678\";", "" },
		{ "not = { pf = \"ens9\"; };",
		  "rule \"a\": match: not: pf: \"ens9\": no PF of this "
		  "machine has an interface with this name" },
		{ "pf = \"ens9\"; host = \"hv-b*\";", "" },
		{ "pf = \"ens9\"; host = \"hv-*\";",
		  "rule \"a\": match: pf: \"ens9\": no PF of this "
		  "machine has an interface with this name" },
		/* This was reported when the policy was read. */
		{ "port = \"a-name-that-is-too-long\";", "" },
	};
	struct vfv_machine_pf pf;
	const struct vfv_machine machine = machine_of(&pf);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(lint(&machine, cases[i].match), cases[i].says);
}

/* An unknown device may exist. */
static void unknown_facts_cause_no_warning(void **state)
{
	struct vfv_machine_pf pf;
	struct vfv_machine machine = machine_of(&pf);

	pf.names.known &= ~(1U << VFV_FACT_NAMES);
	assert_string_equal(lint(&machine, "pf = \"ens9\";"), "");
	machine = machine_of(&pf);
	pf.names.known &= ~(1U << VFV_FACT_PORT);
	assert_string_equal(lint(&machine, "port = \"p9\";"), "");
	pf.serial_known = false;
	assert_string_equal(lint(&machine, "serial = \"00-15-4d-ff-fe-12-34-57\";"), "");
	machine.host.known = 0;
	assert_true(*lint(&machine, "bdf = \"3b:00.2\"; host = \"hv-b*\";"));
}

static void a_machine_without_devices(void **state)
{
	const struct vfv_machine machine = { .n_devices = 0 };

	assert_true(*lint(&machine, "bdf = \"3b:00.1\";"));
	assert_true(*lint(&machine, "pf = \"ens1\";"));
	assert_string_equal(lint(&machine, "class = \"network\";"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_is_missing),
		cmocka_unit_test(unknown_facts_cause_no_warning),
		cmocka_unit_test(a_machine_without_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
