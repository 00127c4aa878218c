// SPDX-License-Identifier: GPL-2.0-only
/*
 * Human-readable output of vfiovctl must not control a terminal, or a shell into which it is
 * pasted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/text.h"
#include "lib/macro.h"
#include "unit.h"

static void writes_no_controls(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "plain, \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
		  "plain, \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80" },
		{ "\x1b[31m\n\x7f", "?[31m??" },
		{ "\xc2\x9b"
		  "31m \xc2\x80 \xc2\x9f \xc2\xa0",
		  "?31m ? ? \xc2\xa0" },
		{ "\x9b"
		  "31m \xff",
		  "?31m ?" },
		{ "\xe2\x82", "??" },
		{ "\xc0\x9b", "??" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_free_ char *text = NULL;
		size_t size;
		FILE *stream = open_memstream(&text, &size);

		assert_non_null(stream);
		cmd_text_put(stream, cases[i].text);
		assert_int_equal(fclose(stream), 0);
		assert_string_equal(text, cases[i].expected);
	}
}

/* A shell must read the quoted text as the original text. */
static void quotes_for_a_shell(void **state)
{
	static const char *const cases[] = {
		"", "plain", "it's", "'", "''a'", "$HOME `id` \\ \"*\"\n\t;|&", "\xc3\xa9",
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_free_ char *line = NULL, *text = NULL;
		size_t size, length = 0;
		FILE *stream = open_memstream(&line, &size);

		assert_non_null(stream);
		fputs("printf %s. ", stream);
		cmd_text_quote(stream, cases[i]);
		assert_int_equal(fclose(stream), 0);
		stream = popen(line, "re");
		assert_non_null(stream);
		assert_true(getdelim(&text, &length, '\0', stream) > 0);
		assert_int_equal(pclose(stream), 0);
		/* The full stop makes sure that the text is never empty. */
		size = strlen(text);
		assert_int_equal(text[size - 1], '.');
		text[size - 1] = '\0';
		assert_string_equal(text, cases[i]);
	}
}

/* See https://no-color.org; an option overrides NO_COLOR. */
static void colors(void **state)
{
	bool color = true;

	assert_int_equal(setenv("NO_COLOR", "1", true), 0);
	assert_int_equal(cmd_color_parse("auto", STDOUT_FILENO, &color), 0);
	assert_false(color);
	assert_int_equal(cmd_color_parse("always", STDOUT_FILENO, &color), 0);
	assert_true(color);
	assert_int_equal(cmd_color_parse("never", STDOUT_FILENO, &color), 0);
	assert_false(color);
	assert_true(cmd_color_parse("sometimes", STDOUT_FILENO, &color) < 0);
	unsetenv("NO_COLOR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_no_controls),
		cmocka_unit_test(quotes_for_a_shell),
		cmocka_unit_test(colors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
