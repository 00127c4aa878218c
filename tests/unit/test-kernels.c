// SPDX-License-Identifier: GPL-2.0-only
/* Tests which kernel counts as the newest one. tests/cli has trees of kernels and modules. */
#include "ctl/kernels.h"
#include "unit.h"

static void releases_are_ordered_by_their_numbers(void **state)
{
	static const char *const ordered[] = {
		"6.1.0-37-amd64",
		"6.12-rc1",
		"6.12.9+deb13-amd64",
		"6.12.107+deb13-amd64",
		"6.12.117+deb12-amd64",
		"6.12.117+deb13-amd64",
		"7.2-rc3-amd64",
		"7.2-rc10-amd64",
		"7.2-1-amd64",
		"7.2.1-amd64",
		"10.0.0",
	};

	for (size_t i = 0; i < ARRAY_SIZE(ordered); i++) {
		assert_int_equal(cmd_release_compare(ordered[i], ordered[i]), 0);
		for (size_t j = i + 1; j < ARRAY_SIZE(ordered); j++) {
			assert_true(cmd_release_compare(ordered[i], ordered[j]) < 0);
			assert_true(cmd_release_compare(ordered[j], ordered[i]) > 0);
		}
	}
}

static void a_candidate_is_older_than_the_release(void **state)
{
	assert_true(cmd_release_compare("7.2-rc3", "7.2") < 0);
	assert_true(cmd_release_compare("7.2", "7.2-rc3") > 0);
	assert_true(cmd_release_compare("7.2-rc3", "7.1.9") > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(releases_are_ordered_by_their_numbers),
		cmocka_unit_test(a_candidate_is_older_than_the_release),
	};

	return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
