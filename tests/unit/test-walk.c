// SPDX-License-Identifier: GPL-2.0-only
/* Tests policy files behind symbolic links. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"
#include "policy-tree.h"
#include "policy/walk.h"
#include "unit.h"

/* The layout of provisioning tools: sets of files, and links that select one set. */
static void links_are_followed(void **state)
{
	static const char *const names[] = {
		"/etc/vfiovd/vfiovd.conf",	  "/etc/vfiovd/policy.d/10-a.conf",
		"/etc/vfiovd/policy.d/20-b.conf", "/etc/vfiovd/policy.d/30-c.conf",
		"/var/lib/vfiovd/defined.conf",
	};
	struct policy_tree *f = *state;

	tree_put(f->root, "srv/conf/7/main.conf", "# main");
	tree_link(f->root, "srv/conf/current", "7");
	tree_link(f->root, "etc/vfiovd/vfiovd.conf", "/srv/conf/current/main.conf");
	tree_put(f->root, "srv/conf/7/rules/10-a.conf", "# a");
	tree_put(f->root, "srv/conf/store/b", "# b");
	tree_link(f->root, "srv/conf/7/rules/20-b.conf", "../../store/b");
	/* ".." of the root is the root. */
	tree_link(f->root, "srv/conf/7/rules/30-c.conf", "../../../../../../srv/conf/./store//b");
	tree_link(f->root, "etc/vfiovd/policy.d", "/../srv/conf/current/rules/");
	tree_put(f->root, "srv/disk/lib/vfiovd/defined.conf", "");
	tree_link(f->root, "var", "srv/disk");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	assert_memory_equal(f->files.items[0].data, "# main", f->files.items[0].size);
	assert_memory_equal(f->files.items[1].data, "# a", f->files.items[1].size);
	assert_memory_equal(f->files.items[3].data, "# b", f->files.items[3].size);
	assert_int_equal(f->diags.n, 0);
}

/* Anyone who can write to a directory on a link's path can change the policy. */
static void each_component_behind_a_link_is_checked(void **state)
{
	static const char *const components[] = {
		"/srv",
		"/srv/conf",
		"/srv/conf/7",
		"/srv/conf/7/10-a.conf",
	};
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	tree_put(f->root, "srv/conf/7/10-a.conf", "");
	tree_link(f->root, "srv/conf/current", "7");
	tree_link(f->root, "etc/vfiovd/policy.d/10-a.conf", "/srv/conf/current/10-a.conf");
	for (size_t i = 0; i < ARRAY_SIZE(components); i++) {
		tree_path(f->root, components[i] + 1, path);
		assert_int_equal(chmod(path, 0777), 0);
		expect_error(f, components[i], "0777");
		assert_non_null(strstr(f->diags.items[0].text, "/etc/vfiovd/policy.d/10-a.conf"));
		assert_int_equal(f->files.n, 0);
		vfv_diags_done(&f->diags);
		assert_int_equal(chmod(path, 0755), 0);
	}
	if (geteuid() != 0)
		return;
	tree_path(f->root, "srv/conf/current", path);
	assert_int_equal(lchown(path, 65534, 65534), 0);
	expect_error(f, "/srv/conf/current", "uid 65534");
	vfv_diags_done(&f->diags);
	assert_int_equal(lchown(path, 0, 0), 0);
	tree_path(f->root, "srv/conf", path);
	assert_int_equal(lchown(path, 65534, 65534), 0);
	expect_error(f, "/srv/conf", "uid 65534");
}

/* The target of a link must exist. */
static void expect_dangling(struct policy_tree *f, const char *name, const char *target,
			    const char *text)
{
	tree_link(f->root, name, target);
	expect_error(f, name, text);
}

static void dangling_link(void **state)
{
	expect_dangling(*state, "/etc/vfiovd/policy.d/10-a.conf", "../rules/10-a.conf",
			"/etc/vfiovd/rules, which does not exist");
}

static void dangling_directory(void **state)
{
	expect_dangling(*state, "/run/vfiovd/policy.d", "../../elsewhere",
			"/elsewhere, which does not exist");
}

/* However, the directory to which a link points may be empty, like any other. */
static void nothing_behind_a_link(void **state)
{
	struct policy_tree *f = *state;

	tree_put(f->root, "srv/var/README", "");
	tree_link(f->root, "var", "/srv/var");
	tree_link(f->root, "etc/vfiovd", "../srv");
	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.n, 0);
}

static void links_in_a_circle(void **state)
{
	struct policy_tree *f = *state;

	tree_link(f->root, "etc/vfiovd/policy.d/10-a.conf", "20-b.conf");
	tree_link(f->root, "etc/vfiovd/policy.d/20-b.conf", "10-a.conf");
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, 2);
	assert_non_null(strstr(f->diags.items[0].text, "more than 40 symbolic links"));
}

static void endless_directories(void **state)
{
	struct policy_tree *f = *state;
	char name[256] = "deep";

	for (int i = 0; i < VFV_WALK_DEPTH; i++)
		strcat(name, "/d");
	strcat(name, "/a");
	tree_put(f->root, name, "");
	tree_link(f->root, "etc/vfiovd/vfiovd.conf", "/deep");
	tree_link(f->root, "etc/vfiovd/policy.d/10-a.conf", name);
	tree_link(f->root, "etc/vfiovd/policy.d/deep", "/deep");
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, 2);
	assert_non_null(strstr(f->diags.items[0].text, "not a regular file"));
	assert_non_null(strstr(f->diags.items[1].text, "more than 64 directories"));
}

static void link_to_a_fifo(void **state)
{
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	tree_path(f->root, "pipe", path);
	assert_int_equal(mkfifo(path, 0644), 0);
	tree_link(f->root, "etc/vfiovd/policy.d/10-a.conf", "/pipe");
	expect_error(f, "/pipe", "regular file");
}

/* /var may be on another disk, but below a root no link leads out of the root. */
static void links_of_the_system_are_followed(void **state)
{
	static const char *const names[] = { "/var/lib/vfiovd/defined.conf" };
	struct policy_tree *f = *state;
	char path[TREE_PATH];

	tree_put(f->root, "srv/var/lib/vfiovd/defined.conf", "");
	tree_link(f->root, "var", "/srv/var");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	vfv_policy_files_done(&f->files);
	tree_path(f->root, "srv/var", path);
	chmod(path, 0777);
	expect_error(f, "/srv/var", "0777");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(links_are_followed),
		TEST(each_component_behind_a_link_is_checked),
		TEST(dangling_link),
		TEST(dangling_directory),
		TEST(nothing_behind_a_link),
		TEST(links_in_a_circle),
		TEST(endless_directories),
		TEST(link_to_a_fifo),
		TEST(links_of_the_system_are_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
