// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text that passes the pre-scan must be harmless to libconfig. The files in tests/policy/bad cover
 * the messages.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <libconfig.h>

#include "lib/macro.h"
#include "policy/prescan.h"
#include "unit.h"

static int scan(const char *data, size_t size)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	int r = vfv_prescan("x", data, size, &diags);

	assert_true((r == -EINVAL) == (diags.errors > 0));
	return r;
}

static void passes(void **state)
{
	static const char *const cases[] = {
		"",
		"\n",
		"# x",
		"// x",
		"/* x */",
		"/**/",
		"/***/",
		"a = 1;",
		"a = -1;",
		"a=0;",
		"a = \"@include\";",
		"a = \"/* not a comment\";",
		"a = \"# // */\";",
		"/* \" */ a = 1;",
		"# \"\na = 1;",
		"a = \"\\\\\";",
		"a = \"\\\"\";",
		"a = ( ( 1 ), [ 2 ], { b = 3; } );",
		"a = { b = 1, };",
		"a = 1 /* @include */;",
		"a = \"1\"; b = [ \"2\", /* \"3\" */ \"4\" ];",
		"a = \"1\"\nb = \"2\" c = \"3\";",
		"a = \"\xc3\xa9\";",
		"# \xf0\x9f\x98\x80",
		"a = 999999999;",
		"a_1-b* = 1;",
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (scan(cases[i], strlen(cases[i])) < 0)
			fail_msg("%s", cases[i]);
}

static void sees_nul_and_end(void **state)
{
	assert_int_equal(scan("a = 1;\0", 7), -EINVAL);
	assert_int_equal(scan("abc\0def", 7), -EINVAL);
	assert_int_equal(scan("\"\\", 2), -EINVAL);
	assert_int_equal(scan("\xc3", 1), -EINVAL);
	assert_int_equal(scan("/", 1), -EINVAL);
	assert_int_equal(scan("/*", 2), -EINVAL);
	assert_int_equal(scan("/*/", 3), -EINVAL);
	assert_int_equal(scan("/* \x01 */", 7), -EINVAL);
	assert_int_equal(scan("/* \xff */", 7), -EINVAL);
	assert_int_equal(scan(NULL, 0), 0);
}

/* libconfig is slow for a group with many members, because it compares each with all others. */
static void members_are_counted(void **state)
{
	for (int n = 64; n <= 65; n++) {
		char text[65 * 10 + 32] = "a = ( { b = 1; }, { ", *end = text + strlen(text);

		for (int i = 0; i < n; i++)
			end += sprintf(end, i % 2 ? "k%02d = 1;" : "k%02d : 1 ", i);
		strcpy(end, "} );");
		assert_int_equal(scan(text, strlen(text)), n > 64 ? -EINVAL : 0);
		/* The file itself is a group, too. */
		assert_int_equal(scan(text + 20, (size_t)(end - text) - 20), n > 64 ? -EINVAL : 0);
	}
}

/* Test the texts of all combinations of troublesome pieces. */
static void accepted_input_is_harmless(void **state)
{
	static const char *const pieces[] = {
		"\"",
		"\\",
		"@include \".\"",
		"\n@include \"/\"",
		"/*",
		"*/",
		"//",
		"#",
		"\n",
		"(",
		")",
		"{",
		"}",
		"[",
		"]",
		",",
		";",
		"=",
		":",
		"a",
		"rules",
		"0",
		"010",
		"1",
		"-",
		"L",
		"true",
		".",
		" ",
		"\t",
		"/",
		"*",
		"\"x\"",
		"a = 1;",
		"a = { };",
		"0x",
		"1e9",
	};
	size_t passed = 0, parsed = 0;
	uint64_t seed = 7;

	for (int i = 0; i < 200000; i++) {
		char text[256] = "";
		config_t config;

		for (int n = 0; n < 12; n++) {
			seed = seed * 6364136223846793005 + 1442695040888963407;
			strcat(text, pieces[(seed >> 33) % ARRAY_SIZE(pieces)]);
		}
		if (scan(text, strlen(text)) < 0)
			continue;
		passed++;
		strcat(text, "\n");
		config_init(&config);
		parsed += config_read_string(&config, text) == CONFIG_TRUE;
		config_destroy(&config);
	}
	/* Reaching this line shows that libconfig did not exit. */
	assert_true(passed > 1000 && parsed > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes),
		cmocka_unit_test(sees_nul_and_end),
		cmocka_unit_test(members_are_counted),
		cmocka_unit_test(accepted_input_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
