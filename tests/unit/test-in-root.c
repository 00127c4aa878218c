// SPDX-License-Identifier: GPL-2.0-only
/* Tests files below another root: how links are resolved, and which files are not opened. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/in-root.h"
#include "lib/macro.h"
#include "unit.h"

struct root {
	char path[32];
	int fd;
};

static void put(int dir, const char *name, const char *text)
{
	int fd = openat(dir, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int make(void **state)
{
	struct root *root = calloc(1, sizeof(*root));

	assert_non_null(root);
	strcpy(root->path, "/tmp/vfiovd-in-root-XXXXXX");
	assert_non_null(mkdtemp(root->path));
	root->fd = open(root->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_true(root->fd >= 0);
	assert_int_equal(mkdirat(root->fd, "etc", 0700), 0);
	assert_int_equal(mkdirat(root->fd, "etc/deep", 0700), 0);
	put(root->fd, "etc/name", "inside");
	put(root->fd, "etc/deep/name", "deep");
	*state = root;
	return 0;
}

static int remove_one(const char *path, const struct stat *st _unused_, int type _unused_,
		      struct FTW *at _unused_)
{
	return remove(path);
}

static int drop(void **state)
{
	struct root *root = *state;
	int r = nftw(root->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);

	close(root->fd);
	free(root);
	return r;
}

static void expect(const struct root *root, const char *path, int r, const char *text)
{
	char found[16];

	assert_int_equal(vfv_in_root_read(root->fd, path, found, sizeof(found)), r);
	assert_string_equal(found, text);
}

static void plain_paths(void **state)
{
	expect(*state, "etc/name", 0, "inside");
	expect(*state, "/etc//./name", 0, "inside");
	expect(*state, "etc/deep/../name", 0, "inside");
	expect(*state, "../../etc/deep/name", 0, "deep");
	expect(*state, "etc/gone", -ENOENT, "");
	expect(*state, "etc/name/below", -ENOTDIR, "");
	expect(*state, "etc/name/", -ENOTDIR, "");
	expect(*state, "etc", -EINVAL, "");
	expect(*state, "", -EINVAL, "");
}

static void links(void **state)
{
	static const struct {
		const char *target, *text;
		int r;
	} cases[] = {
		{ "name", "inside" },
		{ "/etc/name", "inside" },
		{ "deep/../deep/name", "deep" },
		{ "../../../../../../etc/name", "inside" },
		{ "/..//etc/deep/name", "deep" },
		{ "../../../../../../etc/passwd", "", -ENOENT },
		{ "/etc/passwd", "", -ENOENT },
		{ "link", "", -ELOOP },
		{ "/etc/deep", "", -EINVAL },
	};
	struct root *root = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(symlinkat(cases[i].target, root->fd, "etc/link"), 0);
		expect(root, "etc/link", cases[i].r, cases[i].text);
		assert_int_equal(unlinkat(root->fd, "etc/link", 0), 0);
	}
}

/* A link to a directory within the path also stays below this root. */
static void directory_links(void **state)
{
	struct root *root = *state;

	assert_int_equal(symlinkat("/etc/deep", root->fd, "way"), 0);
	expect(root, "way/name", 0, "deep");
	expect(root, "way/../name", 0, "inside");
	assert_int_equal(unlinkat(root->fd, "way", 0), 0);
	assert_int_equal(symlinkat("/usr/../../../", root->fd, "way"), 0);
	expect(root, "way/etc/name", -ENOENT, "");
}

static void special_files(void **state)
{
	struct root *root = *state;

	assert_int_equal(mkfifoat(root->fd, "etc/fifo", 0600), 0);
	expect(root, "etc/fifo", -EINVAL, "");
}

static void limits(void **state)
{
	char path[2 * VFV_IN_ROOT_DEPTH + 8] = "", name[300];
	struct root *root = *state;

	for (int i = 0; i < VFV_IN_ROOT_DEPTH; i++) {
		strcat(path, "d");
		assert_int_equal(mkdirat(root->fd, path, 0700), 0);
		strcat(path, "/");
	}
	put(root->fd, strcat(path, "name"), "far");
	expect(root, path, 0, "far");
	path[strlen(path) - strlen("name")] = '\0';
	strcat(path, "d");
	assert_int_equal(mkdirat(root->fd, path, 0700), 0);
	strcat(path, "/name");
	put(root->fd, path, "further");
	expect(root, path, -ELOOP, "");
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	expect(root, name, -ENAMETOOLONG, "");
	expect(root, "etc/name", 0, "inside");
}

/* No descriptor is leaked, on success or failure. */
static void descriptors(void **state)
{
	struct root *root = *state;
	int before = dup(0);

	close(before);
	expect(root, "etc/deep/../deep/gone", -ENOENT, "");
	expect(root, "etc/deep/name", 0, "deep");
	assert_int_equal(dup(0), before);
	close(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_paths, make, drop),
		cmocka_unit_test_setup_teardown(links, make, drop),
		cmocka_unit_test_setup_teardown(directory_links, make, drop),
		cmocka_unit_test_setup_teardown(special_files, make, drop),
		cmocka_unit_test_setup_teardown(limits, make, drop),
		cmocka_unit_test_setup_teardown(descriptors, make, drop),
	};

	return cmocka_run_group_tests_name("in-root", tests, NULL, NULL);
}
