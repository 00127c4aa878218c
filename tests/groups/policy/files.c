// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests policy files with errors or warnings, each next to a file with the expected messages, and
 * files without errors. A file whose name begins with "main" is a vfiovd.conf.
 *
 * With --update, the test writes the expected messages instead of comparing them; read them before
 * you commit them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/load.h"
#include "policy/sample.h"

enum { FILES_MAX = 256 };

static char *text_of(const struct vfv_diags *diags)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	for (size_t i = 0; i < diags->n; i++) {
		_cleanup_free_ char *line = vfv_diag_format(&diags->items[i]);

		fprintf(stream, "%s\n", line);
	}
	fclose(stream);
	return text;
}

static char *read_text(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return strdup("");
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		return strdup("");
	}
	return text;
}

static enum vfv_file_kind kind_of(const char *name)
{
	if (!strncmp(name, "driver", 6))
		return VFV_FILE_DRIVER;
	return strncmp(name, "main", 4) ? VFV_FILE_RULES : VFV_FILE_MAIN;
}

/* Return: the result of vfv_policy_new_with() for this one file, with its messages in @text. */
static int try_file(const char *dir, const char *name, char **text)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	enum vfv_file_kind kind = kind_of(name);
	_cleanup_free_ char *path = NULL;
	int r;

	assert_true(asprintf(&path, "%s/%s", dir, name) > 0);
	r = vfv_policy_read_draft(path, kind, &diags, &files);
	if (r < 0)
		fail_msg("%s cannot be read", path);
	/* Messages contain the file name without its directory. */
	free((char *)files.items[0].name);
	files.items[0].name = strdup(name);
	r = vfv_policy_take_draft(SAMPLE_DRIVER ".conf", VFV_FILE_DRIVER,
				  strdup(SAMPLE_DECLARATION), strlen(SAMPLE_DECLARATION), &files);
	assert_int_equal(r, 0);
	r = vfv_policy_new_with(files.items, files.n, &sample_users, 1, &diags, &policy);
	assert_true((r == 0) == (policy != NULL));
	assert_true((r == -EINVAL) == (diags.errors > 0));
	vfv_diags_sort(&diags);
	*text = text_of(&diags);
	return r;
}

static size_t list_files(const char *dir, char *names[static FILES_MAX])
{
	DIR *stream = opendir(dir);
	const struct dirent *entry;
	size_t n = 0;

	assert_non_null(stream);
	while ((entry = readdir(stream))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (!dot || strcmp(dot, ".conf"))
			continue;
		assert_true(n < FILES_MAX);
		names[n++] = strdup(entry->d_name);
	}
	closedir(stream);
	return n;
}

static char *expectation_of(const char *dir, const char *name)
{
	char *path;

	assert_true(asprintf(&path, "%s/%.*s.expect", dir, (int)(strlen(name) - strlen(".conf")),
			     name) > 0);
	return path;
}

/*
 * For each file in @dir, compares the parser's return value and, if @has_text is set, its messages
 * with the expected ones.
 */
static void compare_files(const char *dir, int expected_r, bool has_text)
{
	char *names[FILES_MAX];
	size_t n = list_files(dir, names);
	int wrong = 0;

	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *name = names[i], *path = expectation_of(dir, name);
		_cleanup_free_ char *expected = has_text ? read_text(path) : NULL;
		_cleanup_free_ char *text = NULL;
		int r = try_file(dir, name, &text);

		if (r == expected_r && (!expected || !strcmp(text, expected)))
			continue;
		print_error("%s: returned %d and reported\n%sinstead of\n%s", name, r, text,
			    expected ?: "anything\n");
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static const char bad_dir[] = POLICY_DIR "/bad", warn_dir[] = POLICY_DIR "/warn";

static void bad_files(void **state)
{
	compare_files(bad_dir, -EINVAL, true);
}

static void files_with_warnings(void **state)
{
	compare_files(warn_dir, 0, true);
}

static void good_files(void **state)
{
	compare_files(POLICY_DIR "/good", 0, false);
}

static int update(const char *dir)
{
	char *names[FILES_MAX];
	size_t n = list_files(dir, names);

	for (size_t i = 0; i < n; i++) {
		_cleanup_free_ char *name = names[i], *path = expectation_of(dir, name);
		_cleanup_fclose_ FILE *file = fopen(path, "we");
		_cleanup_free_ char *text = NULL;

		try_file(dir, name, &text);
		if (!file)
			return 1;
		fputs(text, file);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_files),
		cmocka_unit_test(files_with_warnings),
		cmocka_unit_test(good_files),
	};

	if (argc > 1 && !strcmp(argv[1], "--update"))
		return update(bad_dir) || update(warn_dir);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
