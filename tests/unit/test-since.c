// SPDX-License-Identifier: GPL-2.0-only
/* Tests times in the forms in which people write them. */
#include <errno.h>
#include <stdlib.h>

#include "ctl/since.h"
#include "lib/macro.h"
#include "unit.h"

/* Monday, 2026-11-23 14:02:11. */
static const time_t now = 1795442531;

static void reads_all_forms(void **state)
{
	static const struct {
		const char *text;
		time_t expected;
	} cases[] = {
		{ "2026-11-23 14:02:11", 1795442531 },
		{ "2026-11-23 14:02", 1795442520 },
		{ "2026-11-22", 1795305600 },
		{ "13:00", 1795438800 },
		{ "00:00:01", 1795392001 },
		{ "today", 1795392000 },
		{ "yesterday", 1795305600 },
		{ "-90s", 1795442441 },
		{ "-2h", 1795435331 },
		{ "-1d", 1795356131 },
		{ "-2w", 1794232931 },
		{ "now", 1795442531 },
		{ "@1795442000", 1795442000 },
		{ "@0", 0 },
		{ "2024-02-29", 1709164800 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t us = 0;

		assert_int_equal(cmd_since_parse(cases[i].text, now, &us), 0);
		assert_int_equal(us, (uint64_t)cases[i].expected * 1000000);
	}
}

static void refuses_the_rest(void **state)
{
	static const char *const cases[] = { "",
					     "soon",
					     "-",
					     "-2",
					     "-h",
					     "-2y",
					     "2h",
					     "25:00",
					     "2026-13-01",
					     "2026-11-23x",
					     "-1hh",
					     "- 1h",
					     "-9999999s",
					     "today ",
					     "1960-01-01",
					     "2026-02-31",
					     "2026-02-29 12:00",
					     "2026-11-31",
					     "2026-04-31 00:00:00",
					     "14:02:60",
					     "@",
					     "@-1",
					     "@1x",
					     "@9999999999999",
					     "@now",
					     "Now" };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t us = 7;

		if (cmd_since_parse(cases[i], now, &us) != -EINVAL)
			fail_msg("%s", cases[i]);
		assert_int_equal(us, 7);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_forms),
		cmocka_unit_test(refuses_the_rest),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
