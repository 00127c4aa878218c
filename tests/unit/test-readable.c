// SPDX-License-Identifier: GPL-2.0-only
/* Tests which files a user may read, by owner, group and mode, and who the daemon's user is. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "ctl/daemon-user.h"
#include "lib/macro.h"
#include "policy/readable.h"
#include "tree.h"
#include "unit.h"

static void by_owner_group_and_mode(void **state)
{
	gid_t groups[] = { 990, 100 };
	const struct vfv_reader daemon = {
		.known = true, .uid = 980, .n_groups = ARRAY_SIZE(groups), .groups = groups
	};
	static const struct {
		uid_t uid;
		gid_t gid;
		mode_t mode;
		bool daemon, stranger;
	} cases[] = {
		{ 0, 0, 0644, true, true },	{ 0, 0, 0640, false, false },
		{ 0, 990, 0640, true, false },	{ 0, 100, 0640, true, false },
		{ 0, 101, 0640, false, false }, { 0, 990, 0604, false, true },
		{ 980, 0, 0400, true, false },	{ 980, 990, 0040, false, false },
	};
	const struct vfv_reader stranger = { .known = false }, superuser = { .known = true };

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct stat st = { .st_uid = cases[i].uid,
					 .st_gid = cases[i].gid,
					 .st_mode = S_IFREG | cases[i].mode };

		assert_int_equal(vfv_may_access(&daemon, &st, S_IROTH), cases[i].daemon);
		assert_int_equal(vfv_may_access(&stranger, &st, S_IROTH), cases[i].stranger);
		assert_false(vfv_may_access(&daemon, &st, S_IROTH | S_IXOTH));
		assert_true(vfv_may_access(&superuser, &st, S_IROTH));
	}
}

static bool has(const struct vfv_reader *reader, gid_t gid)
{
	for (size_t i = 0; i < reader->n_groups; i++)
		if (reader->groups[i] == gid)
			return true;
	return false;
}

static void expect(const char *root, bool known, uid_t uid, const gid_t *gids, size_t n)
{
	_cleanup_(cmd_daemon_user_done) struct vfv_reader reader = { 0 };
	const struct cmd cmd = { .root = root };

	assert_int_equal(cmd_daemon_user_find(&cmd, &reader), 0);
	assert_int_equal(reader.known, known);
	assert_int_equal(reader.uid, uid);
	assert_int_equal(reader.n_groups, n);
	for (size_t i = 0; i < n; i++)
		assert_true(has(&reader, gids[i]));
}

static void of_the_unit(void **state)
{
	_cleanup_(cmd_daemon_user_done) struct vfv_reader reader = { 0 };
	const struct cmd cmd = { .root = *state };

	assert_int_equal(cmd_daemon_user_find(&cmd, &reader), -ENOENT);
	tree_put(*state, "etc/passwd",
		 "root:x:0:0::/:/bin/sh\nvfiovd:x:980:990::/:/bin/sh\n"
		 "other:x:981:991::/:/bin/sh\n");
	tree_put(*state, "etc/group",
		 "root:x:0:\nvfiovd:x:990:\nother:x:991:\nlog:x:992:\nlisted:x:993:a,vfiovd\n");
	tree_put(*state, "usr/lib/systemd/system/vfiovd.service",
		 "[Unit]\nUser=other\n[Service]\n# User=root\nUser = vfiovd\nGroup=vfiovd\n"
		 "SupplementaryGroups=log gone\n[Install]\nUser=other\n");
	expect(*state, true, 980, (gid_t[]){ 990, 993, 992 }, 3);
	/* Drop-ins are read in the order of their names, and one in /etc hides one in /usr. */
	tree_put(*state, "usr/lib/systemd/system/vfiovd.service.d/20-b.conf",
		 "[Service]\nUser=root\n");
	tree_put(*state, "etc/systemd/system/vfiovd.service.d/20-b.conf",
		 "[Service]\nSupplementaryGroups=\nSupplementaryGroups=1234\n");
	tree_put(*state, "run/systemd/system/vfiovd.service.d/10-a.conf",
		 "[Service]\nSupplementaryGroups=other\nGroup=log\n");
	expect(*state, true, 980, (gid_t[]){ 993, 992, 1234 }, 3);
	/* The unit in /etc replaces that in /usr. */
	tree_put(*state, "etc/systemd/system/vfiovd.service", "[Service]\nUser=nobody-here\n");
	expect(*state, false, 0, (gid_t[]){ 992, 1234 }, 2);
	tree_put(*state, "etc/systemd/system/vfiovd.service", "[Service]\nType=notify\n");
	tree_put(*state, "run/systemd/system/vfiovd.service.d/10-a.conf", "");
	expect(*state, true, 0, (gid_t[]){ 1234 }, 1);
	tree_put(*state, "etc/systemd/system/vfiovd.service", "[Service]\nUser=77\nGroup=88\n");
	expect(*state, true, 77, (gid_t[]){ 88, 1234 }, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_owner_group_and_mode),
		cmocka_unit_test(of_the_unit),
	};

	return cmocka_run_group_tests(tests, tree_setup, tree_teardown);
}
