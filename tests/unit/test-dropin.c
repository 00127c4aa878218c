// SPDX-License-Identifier: GPL-2.0-only
/* Tests which drop-in files form the policy, and in which order. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy-tree.h"
#include "unit.h"

static void merges_and_sorts(void **state)
{
	static const char *const names[] = {
		"/etc/vfiovd/vfiovd.conf",	    "/usr/lib/vfiovd/policy.d/10-lib.conf",
		"/etc/vfiovd/policy.d/20-all.conf", "/run/vfiovd/policy.d/30-run.conf",
		"/etc/vfiovd/policy.d/Zebra.conf",  "/usr/lib/vfiovd/policy.d/alpha.conf",
	};
	struct policy_tree *f = *state;

	tree_put(f->root, "etc/vfiovd/policy.d/Zebra.conf", "# etc");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/alpha.conf", "# lib");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/10-lib.conf", "# lib");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/20-all.conf", "# lib");
	tree_put(f->root, "run/vfiovd/policy.d/20-all.conf", "# run");
	tree_put(f->root, "etc/vfiovd/policy.d/20-all.conf", "# etc");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/30-run.conf", "# lib");
	tree_put(f->root, "run/vfiovd/policy.d/30-run.conf", "# run");
	tree_put(f->root, "etc/vfiovd/vfiovd.conf", "# main");
	tree_put(f->root, "etc/vfiovd/policy.d/README", "not a policy");
	tree_put(f->root, "etc/vfiovd/policy.d/40-a.conf.dpkg-old", "not a policy");
	tree_put(f->root, "etc/vfiovd/policy.d/.hidden.conf", "not a policy");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	assert_int_equal(f->files.items[0].kind, VFV_FILE_MAIN);
	assert_int_equal(f->files.items[1].kind, VFV_FILE_RULES);
	assert_memory_equal(f->files.items[2].data, "# etc", f->files.items[2].size);
	assert_int_equal(f->diags.n, 0);
}

static void masks(void **state)
{
	static const char *const names[] = { "/etc/vfiovd/policy.d/10-empty.conf" };
	struct policy_tree *f = *state;

	tree_put(f->root, "usr/lib/vfiovd/policy.d/10-empty.conf", "rules = nonsense");
	tree_put(f->root, "etc/vfiovd/policy.d/10-empty.conf", "");
	tree_put(f->root, "usr/lib/vfiovd/policy.d/20-null.conf", "rules = nonsense");
	tree_link(f->root, "run/vfiovd/policy.d/20-null.conf", "/dev/null");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	assert_int_equal(f->files.items[0].size, 0);
}

static void invalid_names_are_reported(void **state)
{
	struct policy_tree *f = *state;

	tree_put(f->root, "etc/vfiovd/policy.d/a b.conf", "");
	tree_put(f->root,
		 "etc/vfiovd/policy.d/x12345678901234567890123456789012345678901234567.conf", "");
	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.warnings, 2);
}

/*
 * Each file beyond the limit is named. The selection does not depend on the order in the file
 * system.
 */
static void too_many(void **state)
{
	enum { OVER = 3 };
	struct policy_tree *f = *state;
	char name[64];

	for (int i = VFV_FILES_MAX + OVER; i-- > 0;) {
		snprintf(name, sizeof(name), "%s/vfiovd/policy.d/%04d.conf",
			 i % 2 ? "etc" : "usr/lib", i);
		tree_put(f->root, name, "");
		/* Files of the same name count once. */
		snprintf(name, sizeof(name), "run/vfiovd/policy.d/%04d.conf", i / 2 * 2 + 1);
		if (i < VFV_FILES_MAX)
			tree_put(f->root, name, "");
	}
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, OVER);
	for (int i = 0; i < OVER; i++) {
		int number = VFV_FILES_MAX + i;

		snprintf(name, sizeof(name), "/%s/vfiovd/policy.d/%04d.conf",
			 number % 2 ? "etc" : "usr/lib", number);
		assert_string_equal(f->diags.items[i].file + strlen(f->root), name);
		assert_non_null(strstr(f->diags.items[i].text, "too many files"));
	}
}

/* No more files are kept than can be named, however many there are. */
static void far_too_many(void **state)
{
	enum { OVER = VFV_DIAGS_MAX + 10 };
	struct policy_tree *f = *state;
	char name[64];

	for (int i = 0; i < VFV_FILES_MAX + OVER; i++) {
		/* Create the files in no particular order. */
		snprintf(name, sizeof(name), "etc/vfiovd/policy.d/%04d.conf",
			 i * 1009 % (VFV_FILES_MAX + OVER));
		tree_put(f->root, name, "");
	}
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.n, VFV_DIAGS_MAX);
	assert_int_equal(f->diags.errors, VFV_DIAGS_MAX + 1);
	snprintf(name, sizeof(name), "/etc/vfiovd/policy.d/%04d.conf", VFV_FILES_MAX);
	assert_string_equal(f->diags.items[0].file + strlen(f->root), name);
	assert_int_equal(f->files.n, VFV_FILES_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(merges_and_sorts), TEST(masks),	    TEST(invalid_names_are_reported),
		TEST(too_many),		TEST(far_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
