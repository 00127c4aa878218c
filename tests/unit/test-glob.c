// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/macro.h"
#include "policy/glob.h"
#include "unit.h"

static void matches(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool matches;
	} cases[] = {
		{ "", "", true },
		{ "", "a", false },
		{ "a", "", false },
		{ "*", "", true },
		{ "*", "abc", true },
		{ "a*", "abc", true },
		{ "*c", "abc", true },
		{ "a*c", "abc", true },
		{ "a*c", "ac", true },
		{ "a*d", "abc", false },
		{ "?", "", false },
		{ "?", "a", true },
		{ "?", "ab", false },
		{ "a?c", "abc", true },
		{ "*b*", "abc", true },
		{ "*ab", "aab", true },
		{ "*ab*ab", "abab", true },
		{ "*ab*ab", "ab", false },
		{ "hv-a*", "hv-a03", true },
		{ "hv-a*", "hv-b03", false },
		{ "[a]", "a", false },
		{ "[a]", "[a]", true },
		{ "a\\*", "a*", false },
		{ "**", "x", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (vfv_glob_match(cases[i].pattern, cases[i].text) != cases[i].matches)
			fail_msg("\"%s\" and \"%s\"", cases[i].pattern, cases[i].text);
}

/* A recursive matcher would take practically forever. */
static void many_stars(void **state)
{
	char pattern[2001], text[4001];

	for (size_t i = 0; i < 1000; i++)
		memcpy(pattern + 2 * i, "*a", 2);
	pattern[1999] = 'b';
	pattern[2000] = '\0';
	memset(text, 'a', 4000);
	text[4000] = '\0';
	assert_false(vfv_glob_match(pattern, text));
	text[3999] = 'b';
	assert_true(vfv_glob_match(pattern, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(many_stars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
