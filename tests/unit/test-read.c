// SPDX-License-Identifier: GPL-2.0-only
/* Tests which files must not be used because of their owner, mode, kind or size. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy-tree.h"
#include "unit.h"

static void set_mode(const struct policy_tree *f, const char *name, mode_t mode)
{
	char path[TREE_PATH];

	tree_path(f->root, name, path);
	assert_int_equal(chmod(path, mode), 0);
}

/* Only the owner may write the file and its directory. */
static void expect_mode_error(struct policy_tree *f, const char *name, mode_t mode,
			      const char *text)
{
	tree_put(f->root, "etc/vfiovd/policy.d/10-a.conf", "");
	set_mode(f, name, mode);
	expect_error(f, name, text);
}

static void writable_by_others(void **state)
{
	expect_mode_error(*state, "/etc/vfiovd/policy.d/10-a.conf", 0664, "0664");
}

static int read_for(struct policy_tree *f, const struct vfv_reader *reader)
{
	vfv_policy_files_done(&f->files);
	vfv_diags_done(&f->diags);
	return vfv_policy_read_for(f->root, reader, &f->diags, &f->files);
}

static void expect_warning(const struct policy_tree *f, size_t i, const char *name,
			   const char *text)
{
	assert_true(i < f->diags.n);
	assert_int_equal(f->diags.items[i].severity, VFV_WARNING);
	assert_string_equal(f->diags.items[i].file + strlen(f->root), name);
	assert_string_equal(f->diags.items[i].text, text);
}

/*
 * Another user must be able to read each file, to list its directory, and to reach that directory.
 */
static void readable_by_another_user(void **state)
{
	gid_t own = getegid();
	const struct vfv_reader stranger = { .name = "vfiovd", .known = true, .uid = 64321 };
	const struct vfv_reader member = {
		.name = "vfiovd", .known = true, .uid = 64321, .n_groups = 1, .groups = &own
	};
	struct policy_tree *f = *state;

	tree_put(f->root, "etc/vfiovd/policy.d/10-a.conf", "");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/20-b.conf", "");
	assert_int_equal(read_for(f, &stranger), 0);
	assert_int_equal(f->diags.n, 0);
	set_mode(f, "etc/vfiovd/policy.d/10-a.conf", 0640);
	set_mode(f, "etc/vfiovd/policy.d", 0711);
	set_mode(f, "usr/lib/vfiovd", 0750);
	assert_int_equal(read_for(f, &stranger), 0);
	assert_int_equal(f->files.n, 2);
	assert_int_equal(f->diags.n, 3);
	expect_warning(f, 0, "/etc/vfiovd/policy.d", "mode 0711: vfiovd cannot list it");
	expect_warning(f, 1, "/usr/lib/vfiovd", "mode 0750: vfiovd cannot enter it");
	expect_warning(f, 2, "/etc/vfiovd/policy.d/10-a.conf", "mode 0640: vfiovd cannot read it");
	/* A group that is not the reader's does not help. */
	assert_int_equal(read_for(f, &member), 0);
	assert_int_equal(f->diags.n, 1);
	expect_warning(f, 0, "/etc/vfiovd/policy.d", "mode 0711: vfiovd cannot list it");
	/* A caller that reads the files to decide needs no warning: its own reads fail. */
	assert_int_equal(read_for(f, NULL), 0);
	assert_int_equal(f->diags.n, 0);
}

/* The target of a link is elsewhere, so the warning names the link that leads there. */
static void readable_through_a_link(void **state)
{
	const struct vfv_reader stranger = { .name = "vfiovd", .known = true, .uid = 64321 };
	struct policy_tree *f = *state;

	tree_put(f->root, "srv/policy/10-a.conf", "");
	set_mode(f, "srv/policy", 0700);
	tree_link(f->root, "etc/vfiovd/policy.d", "../../srv/policy");
	assert_int_equal(read_for(f, &stranger), 0);
	assert_int_equal(f->diags.n, 2);
	assert_non_null(strstr(f->diags.items[0].text, "mode 0700: vfiovd cannot enter it; "));
	assert_non_null(strstr(f->diags.items[0].text, "reached through the symbolic link"));
	expect_warning(f, 1, "/etc/vfiovd/policy.d", "mode 0700: vfiovd cannot list it");
}

static void directory_writable_by_others(void **state)
{
	expect_mode_error(*state, "/etc/vfiovd/policy.d", 0777, "0777");
}

static void other_owner(void **state)
{
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	if (geteuid() != 0)
		skip();
	tree_put(f->root, "etc/vfiovd/policy.d/10-a.conf", "");
	tree_path(f->root, "etc/vfiovd/policy.d/10-a.conf", path);
	assert_int_equal(chown(path, 65534, 65534), 0);
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf", "uid 65534");
}

/* An open of a FIFO would block forever. */
static void fifo(void **state)
{
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	tree_place(f->root, "etc/vfiovd/policy.d/10-a.conf", path);
	assert_int_equal(mkfifo(path, 0644), 0);
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf", "regular file");
}

static void too_large(void **state)
{
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	tree_put(f->root, "etc/vfiovd/vfiovd.conf", "");
	tree_path(f->root, "etc/vfiovd/vfiovd.conf", path);
	assert_int_equal(truncate(path, VFV_FILE_MAX + 1), 0);
	expect_error(f, "/etc/vfiovd/vfiovd.conf", "larger than");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writable_by_others),
		TEST(readable_by_another_user),
		TEST(readable_through_a_link),
		TEST(directory_writable_by_others),
		TEST(other_owner),
		TEST(fifo),
		TEST(too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
