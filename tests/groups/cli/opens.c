// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts the files that vfiovctl opens on a machine with many VFs: "show" of one VF must open only
 * the files of that VF, and "list" must open no more files per VF than its output needs.
 * Timeout: 120 s
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/root.h"
#include "ctl/cmd.h"
#include "lib/macro.h"
#include "unit/unit.h"

enum { N_PFS = 3, N_VFS = 400, ELSEWHERE = 100 };

/* The size of off_t determines which of the two is called. */
int __real_openat(int dir, const char *name, int flags, mode_t mode);
int __wrap_openat(int dir, const char *name, int flags, mode_t mode);
int __wrap_openat64(int dir, const char *name, int flags, mode_t mode);

static unsigned int n_opens;

int __wrap_openat(int dir, const char *name, int flags, mode_t mode)
{
	n_opens++;
	return __real_openat(dir, name, flags, mode);
}

int __wrap_openat64(int dir, const char *name, int flags, mode_t mode)
{
	return __wrap_openat(dir, name, flags, mode);
}

static void put_machine(const char *root)
{
	for (unsigned int pf = 0; pf < N_PFS; pf++)
		root_put_large(root, 0x40 + 0x10 * pf, N_VFS);
}

/* Counts the files that "vfiovctl --root ROOT WORD..." opens; its output is discarded. */
static unsigned int opens(char *root, const char *const words[])
{
	char *argv[8] = { (char *)"vfiovctl", (char *)"--root", root };
	int argc = 3, null = open("/dev/null", O_WRONLY | O_CLOEXEC), out = dup(STDOUT_FILENO);
	int status;

	while (*words)
		argv[argc++] = (char *)*words++;
	fflush(stdout);
	dup2(null, STDOUT_FILENO);
	n_opens = 0;
	status = cmd_main(argc, argv, NULL);
	dup2(out, STDOUT_FILENO);
	close(out);
	close(null);
	assert_int_equal(status, 0);
	assert_int_not_equal(n_opens, 0);
	return n_opens;
}

static void few(void **state)
{
	static const struct {
		const char *words[4];
		unsigned int each; /* number of files for each VF of the machine */
	} cases[] = {
		{ { "list", NULL }, 6 },
		{ { "list", "--json", NULL }, 11 },
		{ { "list", "0000:40:00.0#7", NULL }, 0 },
		{ { "list", "0000:40:00.0#0-7", NULL }, 0 },
		{ { "show", "0000:50:01.1", NULL }, 0 },
		{ { "show", "0000:60:00.0#399", NULL }, 0 },
	};
	char root[ROOT_SIZE];

	root_make(root, false);
	put_machine(root);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned int n = opens(root, cases[i].words);

		print_message("%s %s: %u files, %.1f for each VF\n", cases[i].words[0],
			      cases[i].words[1] ? cases[i].words[1] : "", n,
			      n / (double)(N_PFS * N_VFS));
		if (n > cases[i].each * N_PFS * N_VFS + ELSEWHERE)
			fail_msg("%u are too many", n);
	}
	root_remove(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(few) };

	return cmocka_run_group_tests_name("opens", tests, NULL, NULL);
}
