// SPDX-License-Identifier: GPL-2.0-only
/* Tests how the host name of a root directory is read, as hostname(5) defines it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"
#include "policy/names-read.h"
#include "tree.h"
#include "unit.h"

static int make(void **state)
{
	tree_setup(state);
	tree_put(*state, "etc/hostname", "");
	return chdir(*state);
}

static int drop(void **state)
{
	return chdir("/") ?: tree_teardown(state);
}

static void assert_host(const char *root, const char *expected)
{
	struct vfv_names names;

	assert_int_equal(vfv_names_read(root, "", NULL, &names), 0);
	assert_string_equal(names.host, expected);
}

static void files(void **state)
{
	static const struct {
		const char *text, *host;
	} cases[] = {
		{ "hv-a03\n", "hv-a03" },
		{ "hv-a03.example.com\n", "hv-a03" },
		{ "hv-a03", "hv-a03" },
		{ "# of this rack\nhv-a03\n", "hv-a03" },
		{ "\n\n  \n#\n\thv-a03 \t\nhv-b07\n", "hv-a03" },
		{ "hv-a03\r\n", "hv-a03" },
		{ "  # hv-b07\n", "" },
		{ "", "" },
		{ "0123456789012345678901234567890123456789012345678901234567890123456789\n", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		tree_put(".", "etc/hostname", cases[i].text);
		assert_host(*state, cases[i].host);
	}
}

/* Every link, absolute or relative, leads to its target below this root. */
static void links(void **state)
{
	char *root = *state;

	unlink("etc/hostname");
	tree_put(".", "etc/name", "hv-a03\n");
	assert_int_equal(symlink("/etc/name", "etc/hostname"), 0);
	assert_host(root, "hv-a03");
	unlink("etc/hostname");
	assert_int_equal(symlink("name", "etc/hostname"), 0);
	assert_host(root, "hv-a03");
	unlink("etc/hostname");
	assert_int_equal(symlink("../../../../../../etc/passwd", "etc/hostname"), 0);
	assert_host(root, "");
	unlink("etc/hostname");
	assert_int_equal(mkfifo("etc/hostname", 0600), 0);
	assert_host(root, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files),
		cmocka_unit_test(links),
	};

	return cmocka_run_group_tests_name("names-read", tests, make, drop);
}
