// SPDX-License-Identifier: GPL-2.0-only
/* Which files form the policy, their order, and which files must not be used. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy/load.h"
#include "policy/walk.h"
#include "unit.h"

struct fixture {
	char root[64];
	struct vfv_diags diags;
	struct vfv_policy_files files;
};

static void path_of(const struct fixture *f, const char *name, char path[static 256])
{
	snprintf(path, 256, "%s/%s", f->root, name);
}

static void make_dirs(const struct fixture *f, const char *name)
{
	char path[256];

	path_of(f, name, path);
	for (char *slash = path + strlen(f->root) + 1; (slash = strchr(slash, '/'));
	     *slash++ = '/') {
		*slash = '\0';
		assert_true(mkdir(path, 0755) == 0 || errno == EEXIST);
	}
}

static void put(const struct fixture *f, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	make_dirs(f, name);
	path_of(f, name, path);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(path, 0644), 0);
}

static void put_link(const struct fixture *f, const char *name, const char *target)
{
	char path[256];

	make_dirs(f, name);
	path_of(f, name, path);
	assert_int_equal(symlink(target, path), 0);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	umask(022);
	strcpy(f->root, "/tmp/vfiovd-test-load-XXXXXX");
	assert_non_null(mkdtemp(f->root));
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	vfv_diags_done(&f->diags);
	vfv_policy_files_done(&f->files);
	snprintf(command, sizeof(command), "rm -r %s", f->root);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static int read_all(struct fixture *f)
{
	return vfv_policy_read(f->root, &f->diags, &f->files);
}

static void expect_names(const struct fixture *f, const char *const *names, size_t n)
{
	assert_int_equal(f->files.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f->files.items[i].name + strlen(f->root), names[i]);
}

static void expect_error(struct fixture *f, const char *name, const char *text)
{
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, 1);
	assert_string_equal(f->diags.items[0].file + strlen(f->root), name);
	if (!strstr(f->diags.items[0].text, text))
		fail_msg("%s", f->diags.items[0].text);
}

static void nothing_is_fine(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.n, 0);
}

static void merges_and_sorts(void **state)
{
	static const char *const names[] = {
		"/etc/vfiovd/vfiovd.conf",	    "/usr/lib/vfiovd/policy.d/10-lib.conf",
		"/etc/vfiovd/policy.d/20-all.conf", "/run/vfiovd/policy.d/30-run.conf",
		"/etc/vfiovd/policy.d/Zebra.conf",  "/usr/lib/vfiovd/policy.d/alpha.conf",
	};
	struct fixture *f = *state;

	put(f, "etc/vfiovd/policy.d/Zebra.conf", "# etc");
	put(f, "usr/lib/vfiovd/policy.d/alpha.conf", "# lib");
	put(f, "usr/lib/vfiovd/policy.d/10-lib.conf", "# lib");
	put(f, "usr/lib/vfiovd/policy.d/20-all.conf", "# lib");
	put(f, "run/vfiovd/policy.d/20-all.conf", "# run");
	put(f, "etc/vfiovd/policy.d/20-all.conf", "# etc");
	put(f, "usr/lib/vfiovd/policy.d/30-run.conf", "# lib");
	put(f, "run/vfiovd/policy.d/30-run.conf", "# run");
	put(f, "etc/vfiovd/vfiovd.conf", "# main");
	put(f, "etc/vfiovd/policy.d/README", "not a policy");
	put(f, "etc/vfiovd/policy.d/40-a.conf.dpkg-old", "not a policy");
	put(f, "etc/vfiovd/policy.d/.hidden.conf", "not a policy");
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
	struct fixture *f = *state;

	put(f, "usr/lib/vfiovd/policy.d/10-empty.conf", "rules = nonsense");
	put(f, "etc/vfiovd/policy.d/10-empty.conf", "");
	put(f, "usr/lib/vfiovd/policy.d/20-null.conf", "rules = nonsense");
	put_link(f, "run/vfiovd/policy.d/20-null.conf", "/dev/null");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	assert_int_equal(f->files.items[0].size, 0);
}

static void strange_names_are_told(void **state)
{
	struct fixture *f = *state;

	put(f, "etc/vfiovd/policy.d/a b.conf", "");
	put(f, "etc/vfiovd/policy.d/x12345678901234567890123456789012345678901234567.conf", "");
	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.warnings, 2);
}

static void writable_by_others(void **state)
{
	struct fixture *f = *state;
	char path[256];

	put(f, "etc/vfiovd/policy.d/10-a.conf", "");
	path_of(f, "etc/vfiovd/policy.d/10-a.conf", path);
	chmod(path, 0664);
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf", "0664");
}

static void set_mode(const struct fixture *f, const char *name, mode_t mode)
{
	char path[256];

	path_of(f, name, path);
	assert_int_equal(chmod(path, mode), 0);
}

static int read_for(struct fixture *f, const struct vfv_reader *reader)
{
	vfv_policy_files_done(&f->files);
	vfv_diags_done(&f->diags);
	return vfv_policy_read_for(f->root, reader, &f->diags, &f->files);
}

static void expect_warning(const struct fixture *f, size_t i, const char *name, const char *text)
{
	assert_true(i < f->diags.n);
	assert_int_equal(f->diags.items[i].severity, VFV_WARNING);
	assert_string_equal(f->diags.items[i].file + strlen(f->root), name);
	assert_string_equal(f->diags.items[i].text, text);
}

/* Another user must be able to read each file, to list its directory, and to get there. */
static void readable_by_another_user(void **state)
{
	gid_t own = getegid();
	const struct vfv_reader stranger = { .name = "vfiovd", .known = true, .uid = 64321 };
	const struct vfv_reader member = {
		.name = "vfiovd", .known = true, .uid = 64321, .n_groups = 1, .groups = &own
	};
	struct fixture *f = *state;

	put(f, "etc/vfiovd/policy.d/10-a.conf", "");
	put(f, "usr/lib/vfiovd/policy.d/20-b.conf", "");
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
	/* Whoever reads the files to decide finds out by reading them. */
	assert_int_equal(read_for(f, NULL), 0);
	assert_int_equal(f->diags.n, 0);
}

/* A link's target is elsewhere, so the warning says what leads there. */
static void readable_through_a_link(void **state)
{
	const struct vfv_reader stranger = { .name = "vfiovd", .known = true, .uid = 64321 };
	struct fixture *f = *state;

	put(f, "srv/policy/10-a.conf", "");
	set_mode(f, "srv/policy", 0700);
	put_link(f, "etc/vfiovd/policy.d", "../../srv/policy");
	assert_int_equal(read_for(f, &stranger), 0);
	assert_int_equal(f->diags.n, 2);
	assert_non_null(strstr(f->diags.items[0].text, "mode 0700: vfiovd cannot enter it; "));
	assert_non_null(strstr(f->diags.items[0].text, "leads there by a symbolic link"));
	expect_warning(f, 1, "/etc/vfiovd/policy.d", "mode 0700: vfiovd cannot list it");
}

static void directory_writable_by_others(void **state)
{
	struct fixture *f = *state;
	char path[256];

	put(f, "etc/vfiovd/policy.d/10-a.conf", "");
	path_of(f, "etc/vfiovd/policy.d", path);
	chmod(path, 0777);
	expect_error(f, "/etc/vfiovd/policy.d", "0777");
}

static void other_owner(void **state)
{
	struct fixture *f = *state;
	char path[256];

	if (geteuid() != 0)
		skip();
	put(f, "etc/vfiovd/policy.d/10-a.conf", "");
	path_of(f, "etc/vfiovd/policy.d/10-a.conf", path);
	assert_int_equal(chown(path, 65534, 65534), 0);
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf", "uid 65534");
}

/* The layout of provisioning tools: sets of files, and links that select one set. */
static void links_are_followed(void **state)
{
	static const char *const names[] = {
		"/etc/vfiovd/vfiovd.conf",	  "/etc/vfiovd/policy.d/10-a.conf",
		"/etc/vfiovd/policy.d/20-b.conf", "/etc/vfiovd/policy.d/30-c.conf",
		"/var/lib/vfiovd/defined.conf",
	};
	struct fixture *f = *state;

	put(f, "srv/conf/7/main.conf", "# main");
	put_link(f, "srv/conf/current", "7");
	put_link(f, "etc/vfiovd/vfiovd.conf", "/srv/conf/current/main.conf");
	put(f, "srv/conf/7/rules/10-a.conf", "# a");
	put(f, "srv/conf/store/b", "# b");
	put_link(f, "srv/conf/7/rules/20-b.conf", "../../store/b");
	/* ".." of the root is the root. */
	put_link(f, "srv/conf/7/rules/30-c.conf", "../../../../../../srv/conf/./store//b");
	put_link(f, "etc/vfiovd/policy.d", "/../srv/conf/current/rules/");
	put(f, "srv/disk/lib/vfiovd/defined.conf", "");
	put_link(f, "var", "srv/disk");
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
	struct fixture *f = *state;
	char path[256];

	put(f, "srv/conf/7/10-a.conf", "");
	put_link(f, "srv/conf/current", "7");
	put_link(f, "etc/vfiovd/policy.d/10-a.conf", "/srv/conf/current/10-a.conf");
	for (size_t i = 0; i < ARRAY_SIZE(components); i++) {
		path_of(f, components[i] + 1, path);
		assert_int_equal(chmod(path, 0777), 0);
		expect_error(f, components[i], "0777");
		assert_non_null(strstr(f->diags.items[0].text, "/etc/vfiovd/policy.d/10-a.conf"));
		assert_int_equal(f->files.n, 0);
		vfv_diags_done(&f->diags);
		assert_int_equal(chmod(path, 0755), 0);
	}
	if (geteuid() != 0)
		return;
	path_of(f, "srv/conf/current", path);
	assert_int_equal(lchown(path, 65534, 65534), 0);
	expect_error(f, "/srv/conf/current", "uid 65534");
	vfv_diags_done(&f->diags);
	assert_int_equal(lchown(path, 0, 0), 0);
	path_of(f, "srv/conf", path);
	assert_int_equal(lchown(path, 65534, 65534), 0);
	expect_error(f, "/srv/conf", "uid 65534");
}

/* The target of a link must exist. */
static void dangling_link(void **state)
{
	struct fixture *f = *state;

	put_link(f, "etc/vfiovd/policy.d/10-a.conf", "../rules/10-a.conf");
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf",
		     "/etc/vfiovd/rules, which does not exist");
}

static void dangling_directory(void **state)
{
	struct fixture *f = *state;

	put_link(f, "run/vfiovd/policy.d", "../../elsewhere");
	expect_error(f, "/run/vfiovd/policy.d", "/elsewhere, which does not exist");
}

/* But the directory that a link points to may be empty, like any other. */
static void nothing_behind_a_link(void **state)
{
	struct fixture *f = *state;

	put(f, "srv/var/README", "");
	put_link(f, "var", "/srv/var");
	put_link(f, "etc/vfiovd", "../srv");
	assert_int_equal(read_all(f), 0);
	assert_int_equal(f->files.n, 0);
	assert_int_equal(f->diags.n, 0);
}

static void links_in_a_circle(void **state)
{
	struct fixture *f = *state;

	put_link(f, "etc/vfiovd/policy.d/10-a.conf", "20-b.conf");
	put_link(f, "etc/vfiovd/policy.d/20-b.conf", "10-a.conf");
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, 2);
	assert_non_null(strstr(f->diags.items[0].text, "more than 40 symbolic links"));
}

static void directories_without_end(void **state)
{
	struct fixture *f = *state;
	char name[256] = "deep";

	for (int i = 0; i < VFV_WALK_DEPTH; i++)
		strcat(name, "/d");
	strcat(name, "/a");
	put(f, name, "");
	put_link(f, "etc/vfiovd/vfiovd.conf", "/deep");
	put_link(f, "etc/vfiovd/policy.d/10-a.conf", name);
	put_link(f, "etc/vfiovd/policy.d/deep", "/deep");
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.errors, 2);
	assert_non_null(strstr(f->diags.items[0].text, "not a regular file"));
	assert_non_null(strstr(f->diags.items[1].text, "more than 64 directories"));
}

static void link_to_what_is_no_file(void **state)
{
	struct fixture *f = *state;
	char path[256];

	path_of(f, "pipe", path);
	assert_int_equal(mkfifo(path, 0644), 0);
	put_link(f, "etc/vfiovd/policy.d/10-a.conf", "/pipe");
	expect_error(f, "/pipe", "regular file");
}

/* /var may be on another disk, but below a root no link leads out of the root. */
static void links_of_the_system_are_followed(void **state)
{
	static const char *const names[] = { "/var/lib/vfiovd/defined.conf" };
	struct fixture *f = *state;
	char path[256];

	put(f, "srv/var/lib/vfiovd/defined.conf", "");
	put_link(f, "var", "/srv/var");
	assert_int_equal(read_all(f), 0);
	expect_names(f, names, ARRAY_SIZE(names));
	vfv_policy_files_done(&f->files);
	path_of(f, "srv/var", path);
	chmod(path, 0777);
	expect_error(f, "/srv/var", "0777");
}

static void root_that_is_not_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(vfv_policy_read("/nonexistent", &f->diags, &f->files), -EINVAL);
	assert_true(f->diags.errors > 0);
}

static void draft_that_is_no_file(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(vfv_policy_read_draft(f->root, VFV_FILE_RULES, &f->diags, &f->files),
			 -EINVAL);
	assert_int_equal(f->diags.errors, 1);
	assert_int_equal(f->files.n, 0);
}

static void draft_that_is_not_there(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		vfv_policy_read_draft("/nonexistent", VFV_FILE_RULES, &f->diags, &f->files),
		-EINVAL);
	assert_int_equal(f->diags.errors, 1);
	assert_int_equal(f->files.n, 0);
}

/*
 * Each file beyond the limit is named. The selection does not depend on the order in the file
 * system.
 */
static void too_many(void **state)
{
	enum { OVER = 3 };
	struct fixture *f = *state;
	char name[64];

	for (int i = VFV_FILES_MAX + OVER; i-- > 0;) {
		snprintf(name, sizeof(name), "%s/vfiovd/policy.d/%04d.conf",
			 i % 2 ? "etc" : "usr/lib", i);
		put(f, name, "");
		/* Files of the same name count once. */
		snprintf(name, sizeof(name), "run/vfiovd/policy.d/%04d.conf", i / 2 * 2 + 1);
		if (i < VFV_FILES_MAX)
			put(f, name, "");
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

/* No matter how many files there are, only as many are kept as can be named. */
static void far_too_many(void **state)
{
	enum { OVER = VFV_DIAGS_MAX + 10 };
	struct fixture *f = *state;
	char name[64];

	for (int i = 0; i < VFV_FILES_MAX + OVER; i++) {
		/* Create the files in no particular order. */
		snprintf(name, sizeof(name), "etc/vfiovd/policy.d/%04d.conf",
			 i * 1009 % (VFV_FILES_MAX + OVER));
		put(f, name, "");
	}
	assert_int_equal(read_all(f), -EINVAL);
	assert_int_equal(f->diags.n, VFV_DIAGS_MAX);
	assert_int_equal(f->diags.errors, VFV_DIAGS_MAX + 1);
	snprintf(name, sizeof(name), "/etc/vfiovd/policy.d/%04d.conf", VFV_FILES_MAX);
	assert_string_equal(f->diags.items[0].file + strlen(f->root), name);
	assert_int_equal(f->files.n, VFV_FILES_MAX);
}

/* The root is an existing directory, but the paths of its files are too long. */
static void root_that_is_too_long(void **state)
{
	struct fixture *f = *state;
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

/* An open of a FIFO would block forever. */
static void fifo(void **state)
{
	struct fixture *f = *state;
	char path[256];

	make_dirs(f, "etc/vfiovd/policy.d/10-a.conf");
	path_of(f, "etc/vfiovd/policy.d/10-a.conf", path);
	assert_int_equal(mkfifo(path, 0644), 0);
	expect_error(f, "/etc/vfiovd/policy.d/10-a.conf", "regular file");
}

static void too_large(void **state)
{
	struct fixture *f = *state;
	char path[256];

	put(f, "etc/vfiovd/vfiovd.conf", "");
	path_of(f, "etc/vfiovd/vfiovd.conf", path);
	assert_int_equal(truncate(path, VFV_FILE_MAX + 1), 0);
	expect_error(f, "/etc/vfiovd/vfiovd.conf", "larger than");
}

static void too_large_together(void **state)
{
	static const char *const names[] = { "10-a.conf", "20-b.conf", "30-c.conf", "40-d.conf" };
	struct fixture *f = *state;
	char name[64], path[256];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(name, sizeof(name), "etc/vfiovd/policy.d/%s", names[i]);
		put(f, name, "");
		path_of(f, name, path);
		assert_int_equal(truncate(path, VFV_SIZE_MAX / 2 - (i == 0)), 0);
	}
	expect_error(f, "/etc/vfiovd/policy.d/30-c.conf", "in total");
}

static void all_errors_at_once(void **state)
{
	struct vfv_policy *policy = NULL;
	struct fixture *f = *state;

	put(f, "etc/vfiovd/vfiovd.conf", "allow_transitionl = true;\n");
	put(f, "etc/vfiovd/policy.d/10-a.conf", "rules = (\n{ name = \"a\"; }\n);\n");
	put_link(f, "etc/vfiovd/policy.d/20-b.conf", "elsewhere");
	put(f, "usr/lib/vfiovd/policy.d/30-c.conf", "@include \"x\"\n");
	assert_int_equal(vfv_policy_load(f->root, 1, &f->diags, &policy), -EINVAL);
	assert_null(policy);
	assert_int_equal(f->diags.errors, 4);
	for (size_t i = 1; i < f->diags.n; i++)
		assert_true(strcmp(f->diags.items[i - 1].file, f->diags.items[i].file) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_fine),
		TEST(merges_and_sorts),
		TEST(masks),
		TEST(strange_names_are_told),
		TEST(writable_by_others),
		TEST(readable_by_another_user),
		TEST(readable_through_a_link),
		TEST(directory_writable_by_others),
		TEST(other_owner),
		TEST(links_are_followed),
		TEST(each_component_behind_a_link_is_checked),
		TEST(dangling_link),
		TEST(dangling_directory),
		TEST(nothing_behind_a_link),
		TEST(links_in_a_circle),
		TEST(directories_without_end),
		TEST(link_to_what_is_no_file),
		TEST(links_of_the_system_are_followed),
		TEST(root_that_is_not_there),
		TEST(draft_that_is_not_there),
		TEST(draft_that_is_no_file),
		TEST(too_many),
		TEST(far_too_many),
		TEST(root_that_is_too_long),
		TEST(fifo),
		TEST(too_large),
		TEST(too_large_together),
		TEST(all_errors_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
