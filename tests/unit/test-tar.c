// SPDX-License-Identifier: GPL-2.0-only
/* Limits and failures of archives. The emulated host tests that tar can read them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/tar.h"
#include "lib/macro.h"
#include "unit.h"

enum { BLOCK = 512 };

static void whole_blocks(void **state)
{
	static const struct {
		size_t size, blocks;
	} cases[] = { { 0, 1 }, { 1, 2 }, { BLOCK - 1, 2 }, { BLOCK, 2 }, { BLOCK + 1, 3 } };
	static const char data[BLOCK + 1] = "text";

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		_cleanup_free_ char *text = NULL;
		size_t size;
		FILE *archive = open_memstream(&text, &size);

		assert_int_equal(cmd_tar_put(archive, "a/b", data, cases[i].size, 1), 0);
		assert_int_equal(cmd_tar_end(archive), 0);
		fclose(archive);
		assert_int_equal(size, (cases[i].blocks + 2) * BLOCK);
		assert_string_equal(text, "a/b");
		assert_memory_equal(text + BLOCK, data, cases[i].size);
	}
}

/* A truncated name would name another file. */
static void long_names_are_refused(void **state)
{
	_cleanup_free_ char *text = NULL;
	char name[101];
	size_t size;
	FILE *archive = open_memstream(&text, &size);

	memset(name, 'n', sizeof(name));
	name[100] = '\0';
	assert_int_equal(cmd_tar_put(archive, name, "", 0, 0), -ENAMETOOLONG);
	name[99] = '\0';
	assert_int_equal(cmd_tar_put(archive, name, "", 0, 0), 0);
	fclose(archive);
	assert_int_equal(size, BLOCK);
}

static void disk_that_is_full(void **state)
{
	_cleanup_fclose_ FILE *archive = fopen("/dev/full", "we");

	assert_non_null(archive);
	/* The entry fits into stdio's buffer, so the error comes at the end. */
	assert_int_equal(cmd_tar_put(archive, "a", "", 0, 0), 0);
	assert_int_equal(cmd_tar_end(archive), -ENOSPC);
	setvbuf(archive, NULL, _IONBF, 0);
	assert_int_equal(cmd_tar_put(archive, "a", "", 0, 0), -ENOSPC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_blocks),
		cmocka_unit_test(long_names_are_refused),
		cmocka_unit_test(disk_that_is_full),
	};

	return cmocka_run_group_tests_name("tar", tests, NULL, NULL);
}
