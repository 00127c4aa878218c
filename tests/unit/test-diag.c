// SPDX-License-Identifier: GPL-2.0-only
/* Tests diagnostics of a policy: their file and line, if any, and their order. */
#include "lib/macro.h"
#include "policy/diag.h"
#include "policy/policy.h"
#include "unit.h"

static void expect(const struct vfv_diags *diags, const char *const *lines, size_t n)
{
	assert_int_equal(diags->n, n);
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *line = vfv_diag_format(&diags->items[i]);

		assert_string_equal(line, lines[i]);
	}
}

static void names_the_place(void **state)
{
	static const char *const lines[] = {
		"warning: without a file",    "a.conf: error: of all of it",
		"a.conf:3: warning: early",   "a.conf:12: error: late",
		"b.conf:1: error: elsewhere",
	};
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };

	vfv_diag_add(&diags, VFV_ERROR, "b.conf", 1, "elsewhere");
	vfv_diag_add(&diags, VFV_ERROR, "a.conf", 12, "late");
	vfv_diag_add(&diags, VFV_WARNING, "a.conf", 3, "early");
	vfv_diag_add(&diags, VFV_WARNING, NULL, 0, "without a file");
	vfv_diag_add(&diags, VFV_ERROR, "a.conf", 0, "of %s", "all of it");
	vfv_diags_sort(&diags);
	expect(&diags, lines, ARRAY_SIZE(lines));
	assert_int_equal(diags.errors, 3);
}

/* The rules and the default need gates that are closed. */
static void warns_of_gates(void **state)
{
	static const char rules[] =
		"rules = (\n{ name = \"one\"; match = { vf = 0; }; profile = \"transitional\"; },\n"
		"{ name = \"two\"; profile = \"native\"; allow = [ \"legacy\", \"migration\" ]; });";
	static const char main_text[] = "version = 1;\ndefault = { allow = \"transitional\"; };";
	static const char *const lines[] = {
		"main:2: warning: default: always native while allow_transitional is false",
		"rules:2: warning: rule \"one\" and 1 more: always native while "
		"allow_transitional is false",
		"rules:3: warning: rule \"two\": no migration while allow_migration is false",
	};
	const struct vfv_policy_file files[] = {
		{ "main", main_text, sizeof(main_text) - 1, VFV_FILE_MAIN },
		{ "rules", rules, sizeof(rules) - 1, VFV_FILE_RULES },
	};
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };

	assert_int_equal(vfv_policy_new(files, ARRAY_SIZE(files), 1, &diags, &policy), 0);
	vfv_diags_sort(&diags);
	expect(&diags, lines, ARRAY_SIZE(lines));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_the_place),
		cmocka_unit_test(warns_of_gates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
