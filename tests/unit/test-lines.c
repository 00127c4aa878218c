// SPDX-License-Identifier: GPL-2.0-only
/* Tests how lines of files of any size are read. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ctl/lines.h"
#include "unit.h"

struct wanted {
	const char *text;
	size_t seen, longest;
};

static bool is_it(const char *line, void *userdata)
{
	struct wanted *wanted = userdata;

	wanted->seen++;
	if (strlen(line) > wanted->longest)
		wanted->longest = strlen(line);
	return !strcmp(line, wanted->text);
}

static int make_file(void)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	return fd;
}

static void put(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
}

static int find(int fd, struct wanted *wanted)
{
	assert_true(lseek(fd, 0, SEEK_SET) == 0);
	return cmd_lines_find(fd, is_it, wanted);
}

static void a_line_is_found(void **state)
{
	struct wanted first = { "one" }, last = { "three" }, none = { "four" };
	int fd = make_file();

	put(fd, "one\n\ntwo\nthree");
	assert_int_equal(find(dup(fd), &first), 1);
	assert_int_equal(first.seen, 1);
	assert_int_equal(find(dup(fd), &last), 1);
	assert_int_equal(last.seen, 4);
	assert_int_equal(find(fd, &none), 0);
	assert_int_equal(none.seen, 4);
}

static void long_line_is_truncated(void **state)
{
	struct wanted wanted = { "after" };
	int fd = make_file();

	for (int i = 0; i < 5000; i++)
		put(fd, "0123456789");
	put(fd, "\nafter\n");
	assert_int_equal(find(fd, &wanted), 1);
	assert_int_equal(wanted.seen, 2);
	assert_int_equal(wanted.longest, CMD_LINES_LINE - 1);
}

static void endless_file_is_abandoned(void **state)
{
	struct wanted wanted = { "never" };
	int fd = make_file();

	/* This file has no data blocks, and no line feed. */
	assert_true(ftruncate(fd, (off_t)1 << 40) == 0);
	assert_int_equal(find(fd, &wanted), -EFBIG);
}

static void errors_are_returned(void **state)
{
	struct wanted wanted = { "" };

	assert_int_equal(cmd_lines_find(-ENOENT, is_it, &wanted), -ENOENT);
	assert_int_equal(cmd_lines_find(open("/tmp", O_RDONLY | O_CLOEXEC), is_it, &wanted),
			 -EISDIR);
	assert_int_equal(wanted.seen, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_found),
		cmocka_unit_test(long_line_is_truncated),
		cmocka_unit_test(endless_file_is_abandoned),
		cmocka_unit_test(errors_are_returned),
	};

	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
