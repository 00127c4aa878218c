// SPDX-License-Identifier: GPL-2.0-only
/* Tests how drafts and all files of the policy are loaded. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy-tree.h"
#include "unit.h"

static void nothing_is_fine(void **state)
{
	struct policy_tree *f = *state;

	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.n, 0);
}

static void missing_root(void **state)
{
	struct policy_tree *f = *state;

	assert_int_equal(vfv_policy_read("/nonexistent", &f->diags, &f->files), -EINVAL);
	assert_true(f->diags.errors > 0);
}

static void expect_draft_error(struct policy_tree *f, const char *path)
{
	assert_int_equal(vfv_policy_read_draft(path, VFV_FILE_RULES, &f->diags, &f->files),
			 -EINVAL);
	assert_int_equal(f->diags.errors, 1);
	assert_int_equal(f->files.n, 0);
}

static void draft_is_not_a_file(void **state)
{
	struct policy_tree *f = *state;

	expect_draft_error(f, f->root);
}

static void missing_draft(void **state)
{
	expect_draft_error(*state, "/nonexistent");
}

/* The root is an existing directory, but the paths of its files are too long. */
static void too_long_root(void **state)
{
	struct policy_tree *f = *state;
	char root[PATH_MAX];

	for (size_t length = PATH_MAX - 32; length < PATH_MAX; length++) {
		memset(root, '/', sizeof(root));
		memcpy(root, f->root, strlen(f->root));
		root[length] = '\0';
		vfv_diags_done(&f->diags);
		assert_int_equal(vfv_policy_read(root, &f->diags, &f->files),
				 length + strlen(VFV_DEFINED_FILE) < PATH_MAX ? 0 : -EINVAL);
		assert_int_equal(f->files.n, 0);
	}
}

static void too_large_together(void **state)
{
	static const char *const names[] = { "10-a.conf", "20-b.conf", "30-c.conf", "40-d.conf" };
	struct policy_tree *f = *state;
	char name[64], path[TREE_PATH];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(name, sizeof(name), "etc/vfiovd/policy.d/%s", names[i]);
		tree_put(f->root, name, "");
		tree_path(f->root, name, path);
		assert_int_equal(truncate(path, VFV_SIZE_MAX / 2 - (i == 0)), 0);
	}
	expect_error(f, "/etc/vfiovd/policy.d/30-c.conf", "in total");
}

static void all_errors_at_once(void **state)
{
	struct vfv_policy *policy = NULL;
	struct policy_tree *f = *state;

	tree_put(f->root, "etc/vfiovd/vfiovd.conf", "allow_transitionl = true;\n");
	tree_put(f->root, "etc/vfiovd/policy.d/10-a.conf", "rules = (\n{ name = \"a\"; }\n);\n");
	tree_link(f->root, "etc/vfiovd/policy.d/20-b.conf", "elsewhere");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/30-c.conf", "@include \"x\"\n");
	assert_int_equal(vfv_policy_load(f->root, 1, &f->diags, &policy), -EINVAL);
	assert_null(policy);
	assert_int_equal(f->diags.errors, 4);
	for (size_t i = 1; i < f->diags.n; i++)
		assert_true(strcmp(f->diags.items[i - 1].file, f->diags.items[i].file) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_fine),	  TEST(missing_root),  TEST(draft_is_not_a_file),
		TEST(missing_draft),	  TEST(too_long_root), TEST(too_large_together),
		TEST(all_errors_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
