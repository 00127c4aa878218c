// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/range.h"
#include "unit.h"

static void expect(const char *text, const struct vfv_range *expected, size_t n_expected)
{
	_cleanup_free_ struct vfv_range *ranges = NULL;
	const char *why;
	size_t n;

	assert_int_equal(vfv_ranges_parse(text, &n, &ranges, &why), 0);
	assert_int_equal(n, n_expected);
	assert_memory_equal(ranges, expected, n * sizeof(*ranges));
}

static void merges(void **state)
{
	expect("3", (struct vfv_range[]){ { 3, 3 } }, 1);
	expect("0-7,12", (struct vfv_range[]){ { 0, 7 }, { 12, 12 } }, 2);
	expect("12, 0 - 7", (struct vfv_range[]){ { 0, 7 }, { 12, 12 } }, 2);
	expect("4-7,0-3", (struct vfv_range[]){ { 0, 7 } }, 1);
	expect("0-9,2-3,9-11", (struct vfv_range[]){ { 0, 11 } }, 1);
	expect("5,5,5", (struct vfv_range[]){ { 5, 5 } }, 1);
	expect("0-65534", (struct vfv_range[]){ { 0, 65534 } }, 1);
	expect("007", (struct vfv_range[]){ { 7, 7 } }, 1);
}

static void refuses(void **state)
{
	static const char *const cases[] = {
		"",   " ",  ",",   "1,",    ",1",    "1,,2",	"-",
		"-1", "1-", "7-0", "1-2-3", "65535", "0-65535", "99999999999999999999",
		"a",  "1a", "1 2", "1;2",   "0x1",   "+1",
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_range *ranges = NULL;
		const char *why = NULL;
		size_t n;

		if (vfv_ranges_parse(cases[i], &n, &ranges, &why) != -EINVAL)
			fail_msg("\"%s\" is taken", cases[i]);
		assert_non_null(why);
		assert_null(ranges);
	}
}

static void contains(void **state)
{
	const struct vfv_range ranges[] = { { 0, 7 }, { 12, 12 } };

	for (uint32_t i = 0; i < 20; i++)
		assert_int_equal(vfv_ranges_contain(ranges, ARRAY_SIZE(ranges), i),
				 i <= 7 || i == 12);
	assert_false(vfv_ranges_contain(NULL, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(merges),
		cmocka_unit_test(refuses),
		cmocka_unit_test(contains),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
