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

static void covers(void **state)
{
	static const struct {
		const char *a, *b;
		bool covers;
	} cases[] = {
		{ "*", "", true },	   { "*", "*", true },	      { "*", "?*a", true },
		{ "?", "*", false },	   { "?", "?", true },	      { "?", "a", true },
		{ "a", "?", false },	   { "a*", "a?*", true },     { "a*", "ab", true },
		{ "a?*", "a*", false },	   { "*b*", "a*b?", true },   { "*b*", "a*?", false },
		{ "a*c", "a*b*c", true },  { "a*b*c", "a*c", false }, { "hv-*", "hv-a?", true },
		{ "hv-a", "hv-*", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (vfv_glob_covers(cases[i].a, cases[i].b) != cases[i].covers)
			fail_msg("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
}

/* The @n-th text of these letters, counted as in a numeral system without zero. */
static void nth(unsigned int n, const char *letters, char *text)
{
	unsigned int base = (unsigned int)strlen(letters);

	for (; n; n = (n - 1) / base)
		*text++ = letters[(n - 1) % base];
	*text = '\0';
}

/* A pattern that covers another one must match each text that the other one matches. */
static void covers_what_the_other_matches(void **state)
{
	enum { PATTERNS = 341, TEXTS = 364 }; /* patterns and texts of at most 4 and 5 letters */
	size_t n = 0;

	for (unsigned int i = 0; i < PATTERNS * PATTERNS; i++) {
		char a[8], b[8];

		nth(i / PATTERNS, "ab?*", a);
		nth(i % PATTERNS, "ab?*", b);
		if (!vfv_glob_covers(a, b))
			continue;
		n++;
		for (unsigned int j = 0; j < TEXTS; j++) {
			char text[8];

			nth(j, "abc", text);
			if (vfv_glob_match(b, text) && !vfv_glob_match(a, text))
				fail_msg("\"%s\" covers \"%s\", but not \"%s\"", a, b, text);
		}
	}
	assert_true(n > PATTERNS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(many_stars),
		cmocka_unit_test(covers),
		cmocka_unit_test(covers_what_the_other_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
