// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests limits and failures of archives. On the emulated host, another test checks that tar can
 * read them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/tar.h"
#include "ctl/untar.h"
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

static void full_disk(void **state)
{
	_cleanup_fclose_ FILE *archive = fopen("/dev/full", "we");

	assert_non_null(archive);
	/* The entry fits into stdio's buffer, so the error comes at the end. */
	assert_int_equal(cmd_tar_put(archive, "a", "", 0, 0), 0);
	assert_int_equal(cmd_tar_end(archive), -ENOSPC);
	setvbuf(archive, NULL, _IONBF, 0);
	assert_int_equal(cmd_tar_put(archive, "a", "", 0, 0), -ENOSPC);
}

/* Write an archive with these files. */
static char *archive_of(const char *const *names, const char *content, size_t *size)
{
	char *text = NULL;
	FILE *archive = open_memstream(&text, size);

	for (; *names; names++)
		assert_int_equal(cmd_tar_put(archive, *names, content, strlen(content), 1), 0);
	assert_int_equal(cmd_tar_end(archive), 0);
	fclose(archive);
	return text;
}

static void file_is_found(void **state)
{
	_cleanup_free_ char *text = NULL;
	const char *member, *why = NULL;
	size_t size, length, at;

	text = archive_of((const char *const[]){ "d/not-list", "d/list.txt", "d/list", NULL },
			  "content", &size);
	assert_int_equal(cmd_tar_find(text, size, "list", &member, &length, &why, &at), 0);
	assert_int_equal(length, 7);
	assert_ptr_equal(member, text + 5 * BLOCK);
	assert_memory_equal(member, "content", 7);
	assert_int_equal(cmd_tar_find(text, size, "lis", &member, &length, &why, &at), -ENOENT);
	assert_null(why);
}

/* For any length, the result is within the archive. */
static void truncated_archive(void **state)
{
	_cleanup_free_ char *text = NULL;
	const char *member, *why;
	size_t size, length, at;

	text = archive_of((const char *const[]){ "d/other", "d/list", NULL }, "content", &size);
	for (size_t n = 0; n < size; n++) {
		_cleanup_free_ char *part = malloc(n ? n : 1);
		int r;

		memcpy(part, text, n);
		why = NULL;
		r = cmd_tar_find(part, n, "list", &member, &length, &why, &at);
		if (n >= 3 * BLOCK + 7) {
			assert_int_equal(r, 0);
			assert_memory_equal(member, "content", 7);
		} else {
			assert_int_equal(r, -EINVAL);
			assert_non_null(strstr(why, "truncated"));
			assert_true(at <= n);
		}
	}
}

static void damaged_archive(void **state)
{
	_cleanup_free_ char *text = NULL;
	const char *member, *why;
	size_t size, length, at;

	text = archive_of((const char *const[]){ "d/other", "d/list", NULL }, "content", &size);
	/* Each byte of a header counts, except the last two of the checksum. */
	for (size_t i = 0; i < BLOCK; i++) {
		if (i == 154 || i == 155)
			continue;
		text[2 * BLOCK + i] ^= 0x40;
		assert_int_equal(cmd_tar_find(text, size, "list", &member, &length, &why, &at),
				 -EINVAL);
		assert_int_equal(at, 2 * BLOCK);
		assert_string_equal(why, "not a header of a tar archive");
		text[2 * BLOCK + i] ^= 0x40;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_blocks),	     cmocka_unit_test(long_names_are_refused),
		cmocka_unit_test(full_disk),	     cmocka_unit_test(file_is_found),
		cmocka_unit_test(truncated_archive), cmocka_unit_test(damaged_archive),
	};

	return cmocka_run_group_tests_name("tar", tests, NULL, NULL);
}
