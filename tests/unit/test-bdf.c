// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/bdf.h"
#include "unit.h"

static void reads_and_writes(void **state)
{
	static const struct {
		const char *text, *canonical;
	} cases[] = {
		{ "0000:3b:00.2", "0000:3b:00.2" },   { "3b:00.2", "0000:3b:00.2" },
		{ "0000:3B:1F.7", "0000:3b:1f.7" },   { "00:00.0", "0000:00:00.0" },
		{ "10000:00:01.1", "10000:00:01.1" }, { "ffffffff:ff:1f.7", "ffffffff:ff:1f.7" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char text[VFV_BDF_TEXT];
		struct vfv_bdf bdf;

		assert_int_equal(vfv_bdf_parse(cases[i].text, &bdf), 0);
		assert_string_equal(vfv_bdf_format(bdf, text), cases[i].canonical);
	}
}

static void refuses(void **state)
{
	static const char *const cases[] = {
		"",
		":",
		"3b",
		"3b:00",
		"3b:00.",
		"3b:00.8",
		"3b:20.0",
		"3b:00.2 ",
		" 3b:00.2",
		"3b:0.2",
		"b:00.2",
		"03b:00.2",
		"000:3b:00.2",
		"123456789:3b:00.2",
		"0000:3b:00.22",
		"0000:3b:00.2:",
		"00:00:3b:00.2",
		"0000:3b.00.2",
		"0000:3g:00.2",
		"-1:00.0",
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct vfv_bdf bdf = { 1, 2, 3 };

		if (vfv_bdf_parse(cases[i], &bdf) != -EINVAL)
			fail_msg("\"%s\" is taken", cases[i]);
		assert_int_equal(bdf.domain, 1);
	}
}

static void keys_order_like_text(void **state)
{
	struct vfv_bdf a = { 0, 0x3b, 0xff }, b = { 0, 0x3c, 0 }, c = { 1, 0, 0 };

	assert_true(vfv_bdf_key(a) < vfv_bdf_key(b));
	assert_true(vfv_bdf_key(b) < vfv_bdf_key(c));
	assert_true(vfv_bdf_equal(a, a));
	assert_false(vfv_bdf_equal(a, b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(keys_order_like_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
