// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests how the output and the exit status of another program are captured for a report. The output
 * is limited in size.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/capture.h"
#include "lib/macro.h"
#include "unit.h"

enum { MOST = 4 << 20 };

static int print_much(void *userdata)
{
	const size_t *size = userdata;

	for (size_t i = 0; i < *size; i++)
		putchar("abcdefg\n"[i % 8]);
	return 3;
}

static void files_up_to_4_mib_are_accepted(void **state)
{
	static const size_t sizes[][2] = {
		{ 0, 0 }, { 5, 5 }, { MOST, MOST }, { MOST + 1, MOST }, { 2 * MOST, MOST }
	};

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		size_t asked = sizes[i][0], size = 1;
		_cleanup_free_ char *text = NULL;
		int status;

		text = cmd_capture(print_much, &asked, &size, &status);
		assert_non_null(text);
		assert_int_equal(size, sizes[i][1]);
		assert_int_equal(status, 3);
		for (size_t at = 0; at < size; at++)
			if (text[at] != "abcdefg\n"[at % 8])
				fail_msg("byte %zu", at);
	}
}

static int end_by_signal(void *userdata)
{
	printf("so far");
	fflush(stdout);
	return raise(SIGKILL);
}

static void killed_process(void **state)
{
	_cleanup_free_ char *text = NULL;
	size_t size;
	int status;

	text = cmd_capture(end_by_signal, NULL, &size, &status);
	assert_non_null(text);
	assert_int_equal(size, strlen("so far"));
	assert_memory_equal(text, "so far", size);
	assert_int_equal(status, -1);
}

static void programs(void **state)
{
	char shell[] = "sh", option[] = "-c",
	     line[] = "read word; echo out \"<$word>\"; echo err >&2; exit 5",
	     nothing[] = "no-such-program";
	char *const good[] = { shell, option, line, NULL }, *const bad[] = { nothing, NULL };
	_cleanup_free_ char *text = NULL;
	size_t size;
	int status;

	/* stdout and stderr are captured, and stdin is empty. */
	text = cmd_capture(cmd_capture_program, (void *)good, &size, &status);
	assert_non_null(text);
	assert_int_equal(status, 5);
	assert_int_equal(size, strlen("out <>\nerr\n"));
	assert_memory_equal(text, "out <>\nerr\n", size);
	free(text);
	text = cmd_capture(cmd_capture_program, (void *)bad, &size, &status);
	assert_non_null(text);
	assert_int_equal(status, 127);
	assert_int_equal(size, strlen("no-such-program: No such file or directory\n"));
	assert_memory_equal(text, "no-such-program: No such file or directory\n", size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_up_to_4_mib_are_accepted),
		cmocka_unit_test(killed_process),
		cmocka_unit_test(programs),
	};

	return cmocka_run_group_tests_name("capture", tests, NULL, NULL);
}
