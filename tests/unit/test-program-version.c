// SPDX-License-Identifier: GPL-2.0-only
/* Tests how a program's version is found in its output of --version. */
#include "ctl/program-version.h"
#include "unit.h"

static void numbers_are_found(void **state)
{
	static const struct {
		const char *text;
		unsigned int major, minor;
	} cases[] = {
		{ "QEMU emulator version 7.2.17 (Debian 1:7.2+dfsg-7+deb12u18)\n", 7, 2 },
		{ "QEMU emulator version 10.0.3\nCopyright (c) 2003-2025\n", 10, 0 },
		{ "libvirtd (libvirt) 9.0.0\n", 9, 0 },
		{ "/usr/sbin/virtqemud (libvirt) 11.3.0\n", 11, 3 },
		{ "v10.1", 10, 1 },
		{ "9.0", 9, 0 },
		{ "release 12 of 2026", 0, 0 },
		{ "x86_64 emulator", 0, 0 },
		{ "lib2.0", 0, 0 },
		{ "", 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cmd_version version = cmd_version_parse(cases[i].text);

		assert_int_equal(version.major, cases[i].major);
		assert_int_equal(version.minor, cases[i].minor);
	}
}

static void below_a_root_nothing_is_run(void **state)
{
	static const char *const programs[] = { "/bin/false", NULL };
	const struct cmd cmd = { .root = "/nowhere" };

	assert_int_equal(cmd_version_find(&cmd, programs).major, 0);
}

static void first_existing_program_is_used(void **state)
{
	static const char *const programs[] = { "vfiovctl-is-not-there", "false", "bash", NULL };
	const struct cmd cmd = { .root = "" };

	/* Example: "GNU bash, version 5.2.15(1)-release". */
	assert_true(cmd_version_find(&cmd, programs).major >= 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_found),
		cmocka_unit_test(below_a_root_nothing_is_run),
		cmocka_unit_test(first_existing_program_is_used),
	};

	return cmocka_run_group_tests_name("program-version", tests, NULL, NULL);
}
