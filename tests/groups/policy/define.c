// SPDX-License-Identifier: GPL-2.0-only
/*
 * A definition for a VF applies where the VF's rule allows it, and a definition file reads back as
 * it was written.
 */
#include <errno.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/define.h"
#include "policy/sample.h"

static const char main_text[] = "allow_transitional = true;";
static const char rules[] =
	"rules = ("
	"{ name = \"choice\"; match = { vf = \"0-1\"; }; profile = \"native\"; allow = \"transitional\"; },\n"
	"{ name = \"mine\"; match = { vf = 2; }; profile = \"legacy\"; allow = \"transitional\";"
	"  set_by = { uid = 0; }; });";

static struct vfv_policy *make(const char *settings, const char *defined, struct vfv_diags *diags)
{
	struct vfv_policy_file files[] = {
		{ "vfiovd.conf", settings, strlen(settings), VFV_FILE_MAIN },
		{ "50-test.conf", rules, sizeof(rules) - 1, VFV_FILE_RULES },
		{ "/x/defined.conf", defined, strlen(defined), VFV_FILE_DEFINED },
	};
	struct vfv_policy *policy = NULL;

	(void)vfv_policy_new(files, ARRAY_SIZE(files), 7, diags, &policy);
	return policy;
}

static void applies_where_it_is_allowed(void **state)
{
	static const struct {
		uint32_t index;
		const char *profile, *uid;
		const char *expected;
		enum vfv_why why;
		const char *label;
	} cases[] = {
		{ 0, "transitional", "0", "transitional", VFV_WHY_RULE,
		  "(defined) at defined.conf:2" },
		{ 1, "legacy", "0", "native", VFV_WHY_ALLOW, "choice at 50-test.conf:1" },
		{ 2, "transitional", "0", "transitional", VFV_WHY_RULE,
		  "(defined) at defined.conf:2" },
		{ 2, "transitional", "1000", "legacy", VFV_WHY_SET_BY, "mine at 50-test.conf:2" },
		/* Native needs no permission. */
		{ 2, "native", "1000", "native", VFV_WHY_RULE, "(defined) at defined.conf:2" },
		{ 3, "transitional", "0", "native", VFV_WHY_ALLOW, "(default)" },
		{ 3, "native", "0", "native", VFV_WHY_RULE, "(defined) at defined.conf:2" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		struct vfv_facts facts = sample_facts(cases[i].index);
		_cleanup_free_ char *text = NULL;
		struct vfv_decision decision;

		assert_true(asprintf(&text,
				     "defined = (\n{ pf = \"3b:00.0\"; vf = %u; profile = \"%s\";"
				     " uid = \"%s\"; });",
				     cases[i].index, cases[i].profile, cases[i].uid) > 0);
		policy = make(main_text, text, &diags);
		assert_non_null(policy);
		vfv_policy_decide(policy, &facts, &decision);
		assert_string_equal(decision.profile, cases[i].expected);
		assert_int_equal(decision.why, cases[i].why);
		assert_string_equal(decision.label, cases[i].label);
		/* The VF with the same number on another PF is a different VF. */
		facts.pf.bus++;
		vfv_policy_decide(policy, &facts, &decision);
		assert_null(strstr(decision.label, "(defined)"));
	}
}

/*
 * After the package of a driver has been removed, a definition for one of its profiles keeps its VF
 * native, even where the rule grants more, and leaves other VFs alone.
 */
static void undeclared_profiles_stay_native(void **state)
{
	static const char defined[] =
		"defined = (\n{ pf = \"3b:00.0\"; vf = 2; profile = \"reduced\"; migration = true;"
		" uid = \"0\"; },\n"
		"{ pf = \"3b:00.0\"; vf = 0; profile = \"transitional\"; uid = \"0\"; });";
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_facts facts = sample_facts(2);
	struct vfv_decision decision;

	policy = make(main_text, defined, &diags);
	assert_non_null(policy);
	assert_int_equal(diags.n, 1);
	assert_int_equal(diags.items[0].severity, VFV_WARNING);
	assert_string_equal(diags.items[0].file, "/x/defined.conf");
	assert_int_equal(diags.items[0].line, 2);
	assert_string_equal(diags.items[0].text,
			    "definition: profile: no driver declares \"reduced\", so the VF is "
			    "native");
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.profile, "native");
	assert_false(decision.migration);
	assert_int_equal(decision.why, VFV_WHY_GATE);
	assert_string_equal(decision.wanted_profile, "reduced");
	assert_string_equal(decision.label, "(defined) at defined.conf:2");
	assert_string_equal(decision.reason, "(defined) at defined.conf:2 says reduced with "
					     "migration, but no driver declares it");
	facts = sample_facts(0);
	vfv_policy_decide(policy, &facts, &decision);
	assert_string_equal(decision.profile, "transitional");
}

/* A name that no profile could have is still an error. */
static void refuses_invalid_names(void **state)
{
	static const char *const names[] = { "", "two words", "migration" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		_cleanup_free_ char *text = NULL;

		assert_true(asprintf(&text,
				     "defined = ({ pf = \"3b:00.0\"; vf = 0; profile = \"%s\";"
				     " uid = \"0\"; });",
				     names[i]) > 0);
		assert_null(make(main_text, text, &diags));
		assert_int_equal(diags.errors, 1);
	}
}

/* A definition overrides neither the gates nor the device. */
static void meets_gate_device_and_mode(void **state)
{
	static const char defined[] =
		"defined = ({ pf = \"3b:00.0\"; vf = 0; profile = \"transitional\"; uid = \"0\"; });";
	static const struct {
		const char *settings;
		uint32_t available;
		const char *expected;
	} cases[] = {
		{ "allow_transitional = true;", 7, "transitional" },
		{ "allow_transitional = false;", 7, "native" },
		{ "allow_transitional = true;", 1, "native" },
		{ "allow_transitional = true; mode = \"log-only\";", 7, "native" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		struct vfv_facts facts = sample_facts(0);
		struct vfv_decision decision;

		policy = make(cases[i].settings, defined, &diags);
		assert_non_null(policy);
		facts.available = sample_can(cases[i].available);
		vfv_policy_decide(policy, &facts, &decision);
		assert_string_equal(decision.profile, cases[i].expected);
	}
}

/* A definition for a card applies in any slot; a definition for the slot applies to other cards. */
static void applies_by_the_card(void **state)
{
	static const char defined[] =
		"defined = (\n"
		"{ serial = \"00-15-4d-ff-fe-12-34-56\"; pf = \"5e:00.0\"; vf = 0;"
		"  profile = \"transitional\"; uid = \"0\"; },\n"
		"{ serial = \"00-15-4d-ff-fe-12-34-56\"; pf = \"5e:00.1\"; vf = 1;"
		"  profile = \"transitional\"; uid = \"0\"; },\n"
		"{ pf = \"3b:00.0\"; vf = 0; profile = \"native\"; uid = \"0\"; },\n"
		"{ serial = \"00-00-00-00-00-00-00-01\"; pf = \"3b:00.0\"; vf = 2;"
		"  profile = \"transitional\"; uid = \"0\"; });";
	static const struct {
		uint64_t serial;
		uint8_t function;
		uint32_t index;
		const char *label;
	} cases[] = {
		{ 0x00154dfffe123456, 0, 0, "(defined) at defined.conf:2" },
		/* The card has two PFs with the same serial number. */
		{ 0x00154dfffe123456, 1, 0, "choice at 50-test.conf:1" },
		{ 0x00154dfffe123456, 0, 1, "choice at 50-test.conf:1" },
		{ 0x00154dfffe123456, 1, 1, "(defined) at defined.conf:3" },
		/*
		 * The slot with a definition contains another card, or one without a serial number.
		 */
		{ 0x00154dfffe123457, 0, 0, "(defined) at defined.conf:4" },
		{ 0, 0, 0, "(defined) at defined.conf:4" },
		/* The card's slot is empty now. */
		{ 0x00154dfffe123456, 0, 2, "mine at 50-test.conf:2" },
		{ 1, 0, 2, "(defined) at defined.conf:5" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
		struct vfv_facts facts = sample_facts(cases[i].index);
		struct vfv_decision decision;

		policy = make(main_text, defined, &diags);
		assert_non_null(policy);
		facts.serial = cases[i].serial;
		facts.pf.devfn = cases[i].function;
		vfv_policy_decide(policy, &facts, &decision);
		assert_string_equal(decision.label, cases[i].label);
	}
}

static void reads_as_written(void **state)
{
	_cleanup_(vfv_definitions_done) struct vfv_definitions definitions = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	const struct vfv_definitions *read;
	_cleanup_free_ char *text = NULL;
	size_t size;

	for (uint32_t i = 0; i < 500; i++) {
		struct vfv_definition item = {
			.serial = i % 4 == 3 ? 0xfedcba9876543210 + i % 8 : 0,
			.pf = { i % 3, 0x3b, i % 2 },
			.vf = i * 7 % 64,
			.migration = i % 2,
			.uid = i * 9000000,
			.note = i % 5 ? strdup("quote \", back\\slash, \ttab\n/* and a \xc3\xa9, \xff\xc3")
				      : NULL,
		};

		strcpy(item.profile, sample_can(7)->items[i % 3]);
		assert_int_equal(vfv_definitions_put(&definitions, &item), 0);
	}
	assert_int_equal(vfv_definitions_remove(&definitions, 0, (struct vfv_bdf){ 0, 0x3b, 0 }, 0),
			 0);
	assert_int_equal(vfv_definitions_remove(&definitions, 0, (struct vfv_bdf){ 0, 0x3b, 0 }, 0),
			 -ENOENT);
	text = vfv_definitions_text(&definitions, &size);
	policy = make(main_text, text, &diags);
	if (!policy)
		fail_msg("%s\n%s", diags.items[0].text, text);
	read = vfv_policy_definitions(policy);
	assert_int_equal(read->n, definitions.n);
	for (size_t i = 0; i < read->n; i++) {
		const struct vfv_definition *a = &read->items[i], *b = &definitions.items[i];

		assert_int_equal(a->serial, b->serial);
		assert_true(vfv_bdf_equal(a->pf, b->pf));
		assert_int_equal(a->vf, b->vf);
		assert_string_equal(a->profile, b->profile);
		assert_int_equal(a->migration, b->migration);
		assert_int_equal(a->uid, b->uid);
		assert_int_equal(!a->note, !b->note);
		if (a->note)
			assert_string_equal(a->note,
					    "quote \", back\\slash,  tab /* and a \xc3\xa9, ??");
	}
}

static void errors_have_a_line(void **state)
{
	static const struct {
		const char *text;
		unsigned int line;
		const char *expected;
	} cases[] = {
		{ "defined = (\n{ vf = 1; profile = \"native\"; uid = \"0\"; });", 2,
		  "\"pf\" is missing" },
		{ "defined = (\n{ pf = \"eth0\"; vf = 1; profile = \"native\"; uid = \"0\"; });", 2,
		  "not a PCI address" },
		{ "defined = (\n{ pf = \"3b:00.0\"; vf = 70000; profile = \"native\"; uid = \"0\"; });",
		  2, "70000 is not in" },
		{ "defined = (\n{ pf = \"3b:00.0\"; vf = 1; profile = \"two words\"; uid = \"0\"; });",
		  2, "\"two words\" is not a profile" },
		{ "defined = (\n{ pf = \"3b:00.0\"; vf = 1; profile = \"native\"; uid = \"-1\"; });",
		  2, "not a user id" },
		{ "defined = (\n{ pf = \"3b:00.0\"; vf = 1; profile = \"native\"; uid = \"0\"; },\n"
		  "{ pf = \"3b:00.0\"; vf = 1; profile = \"legacy\"; uid = \"0\"; });",
		  3, "same VF as on line 2" },
		{ "defined = (\n{ serial = \"1\"; pf = \"3b:00.0\"; vf = 1; profile = \"native\";"
		  " uid = \"0\"; });",
		  2, "not a serial number" },
		{ "defined = (\n{ serial = \"00-00-00-00-00-00-00-00\"; pf = \"3b:00.0\"; vf = 1;"
		  " profile = \"native\"; uid = \"0\"; });",
		  2, "not a serial number" },
		{ "defined = (\n{ serial = \"00-00-00-00-00-00-00-01\"; pf = \"3b:00.0\"; vf = 1;"
		  " profile = \"native\"; uid = \"0\"; },\n"
		  "{ serial = \"00-00-00-00-00-00-00-01\"; pf = \"5e:00.0\"; vf = 1;"
		  " profile = \"native\"; uid = \"0\"; });",
		  3, "same VF as on line 2" },
		{ "\nrules = ();", 2, "unknown key" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
		_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };

		policy = make(main_text, cases[i].text, &diags);
		assert_null(policy);
		assert_int_equal(diags.errors, 1);
		assert_int_equal(diags.items[0].line, cases[i].line);
		if (!strstr(diags.items[0].text, cases[i].expected))
			fail_msg("%s", diags.items[0].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(applies_where_it_is_allowed),
		cmocka_unit_test(undeclared_profiles_stay_native),
		cmocka_unit_test(refuses_invalid_names),
		cmocka_unit_test(meets_gate_device_and_mode),
		cmocka_unit_test(applies_by_the_card),
		cmocka_unit_test(reads_as_written),
		cmocka_unit_test(errors_have_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
