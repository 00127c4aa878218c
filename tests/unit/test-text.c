// SPDX-License-Identifier: GPL-2.0-only
/* Nothing that vfiovctl writes for people can steer a terminal. */
#include <stdio.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_no_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
