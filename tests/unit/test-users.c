// SPDX-License-Identifier: GPL-2.0-only
/* Tests users and groups of this machine, and of a root directory. */
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/macro.h"
#include "policy/users.h"
#include "tree.h"
#include "unit.h"

enum { MANY = 20000 };

static char root[TREE_SIZE];

/* Look up a name. Return: the result; @sum is the sum of the ids, @n their number. */
static int ask(const char *top, enum vfv_named_kind kind, const char *name, uint64_t *sum,
	       size_t *n)
{
	uint32_t *uids = NULL;
	int r = vfv_users_resolve((void *)top, kind, name, &uids, n);

	*sum = 0;
	for (size_t i = 0; r == 0 && i < *n; i++)
		*sum += uids[i];
	free(uids);
	return r;
}

static void expect(enum vfv_named_kind kind, const char *name, uint64_t sum, size_t n)
{
	uint64_t found;
	size_t count;

	assert_int_equal(ask(root, kind, name, &found, &count), 0);
	assert_int_equal(found, sum);
	assert_int_equal(count, n);
}

static void expect_error(enum vfv_named_kind kind, const char *name, int error)
{
	uint64_t sum;
	size_t n;

	assert_int_equal(ask(root, kind, name, &sum, &n), error);
}

static void below_a_root(void **state)
{
	/* root is a user of this machine, but not below the root directory. */
	tree_put(root, "etc/passwd",
		 "# none\nalice:x:1000:1000::/:\nbroken\nbob:x:1001:100::/:\n"
		 "carol:x:4294967294:100::/:\nempty:x::100::/:");
	tree_put(root, "etc/group", "ops:x:500:carol,gone,alice\nusers:x:100:alice\nnone:x:501:\n");
	expect(VFV_NAMED_USER, "alice", 1000, 1);
	expect(VFV_NAMED_USER, "carol", 4294967294, 1);
	expect_error(VFV_NAMED_USER, "root", -ENOENT);
	expect_error(VFV_NAMED_USER, "empty", -ENOENT);
	expect_error(VFV_NAMED_USER, "ops", -ENOENT);
	expect_error(VFV_NAMED_GROUP, "alice", -ENOENT);
	expect(VFV_NAMED_GROUP, "ops", 4294967294 + 1000, 2);
	expect(VFV_NAMED_GROUP, "users", 4294967294 + 1001 + 1000, 3);
	expect(VFV_NAMED_GROUP, "none", 0, 0);
}

static void long_lines(void **state)
{
	char path[TREE_PATH];
	FILE *users, *groups;

	tree_place(root, "etc/passwd", path);
	users = fopen(path, "we");
	assert_non_null(users);
	tree_place(root, "etc/group", path);
	groups = fopen(path, "we");
	assert_non_null(groups);
	fputs("many:x:7:", groups);
	for (int i = 0; i < MANY; i++) {
		fprintf(users, "member%d:x:%d:%d::/:/bin/sh\n", i, i, i == 0 ? 7 : 8);
		if (i)
			fprintf(groups, "%smember%d", i == 1 ? "" : ",", i);
	}
	fputs("\nafter:x:9:member1\n", groups);
	for (int i = 0; i < 5 << 20; i++)
		fputc(i ? 'a' : 'b', groups);
	fputs(":x:10:\n", groups);
	fclose(users);
	fclose(groups);
	expect(VFV_NAMED_GROUP, "many", (uint64_t)MANY * (MANY - 1) / 2, MANY);
	expect(VFV_NAMED_GROUP, "after", 1, 1);
	expect_error(VFV_NAMED_GROUP, "behind", -EOVERFLOW);
}

/* Test a missing file, a FIFO instead of a file, and a link out of the root. */
static void odd_files(void **state)
{
	char path[TREE_PATH];

	tree_put(root, "etc/group", "ops:x:500:alice\n");
	tree_path(root, "etc/passwd", path);
	assert_int_equal(unlink(path), 0);
	expect_error(VFV_NAMED_USER, "alice", -ENOENT);
	expect(VFV_NAMED_GROUP, "ops", 0, 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	expect_error(VFV_NAMED_USER, "alice", -EINVAL);
	expect_error(VFV_NAMED_GROUP, "ops", -EINVAL);
	assert_int_equal(unlink(path), 0);
	tree_put(root, "etc/other", "alice:x:1000:1000::/:\n");
	assert_int_equal(symlink("/etc/other", path), 0);
	expect(VFV_NAMED_USER, "alice", 1000, 1);
	assert_int_equal(unlink(path), 0);
}

static void of_this_machine(void **state)
{
	uint64_t sum;
	size_t n;

	assert_int_equal(ask(NULL, VFV_NAMED_USER, "root", &sum, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(sum, 0);
	/* root's primary group lists no members. */
	assert_int_equal(ask(NULL, VFV_NAMED_GROUP, "root", &sum, &n), 0);
	assert_true(n >= 1);
	assert_int_equal(ask(NULL, VFV_NAMED_USER, "no-such-user", &sum, &n), -ENOENT);
	assert_int_equal(ask(NULL, VFV_NAMED_GROUP, "no-such-group", &sum, &n), -ENOENT);
}

static void *ask_often(void *failed)
{
	for (int i = 0; i < 200; i++) {
		uint64_t sum;
		size_t n;

		if (ask(NULL, VFV_NAMED_GROUP, "root", &sum, &n) || !n ||
		    ask(root, VFV_NAMED_USER, "alice", &sum, &n) || sum != 1000)
			*(bool *)failed = true;
	}
	return NULL;
}

static void by_threads(void **state)
{
	pthread_t threads[4];
	bool failed[ARRAY_SIZE(threads)] = { false };

	tree_put(root, "etc/passwd", "alice:x:1000:1000::/:\n");
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &failed[i]), 0);
	for (size_t i = 0; i < ARRAY_SIZE(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_false(failed[i]);
	}
}

static int begin(void **state)
{
	tree_make(root);
	return 0;
}

static int finish(void **state)
{
	return tree_remove(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(below_a_root), cmocka_unit_test(long_lines),
		cmocka_unit_test(odd_files),	cmocka_unit_test(of_this_machine),
		cmocka_unit_test(by_threads),
	};

	return cmocka_run_group_tests(tests, begin, finish);
}
