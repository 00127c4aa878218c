/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/names.h"
#include "policy/walk.h"

#include "fail.h"
#include "policy-load.h"
#include "store.h"

static const char whole[] = VFV_DEFINED_FILE;
static const char temporary[] = ".defined.conf.new";
static const char lock_name[] = ".lock";

static const char *base_name(void)
{
	return strrchr(whole, '/') + 1;
}

static enum cmd_exit fail(const struct cmd *cmd, const char *what, int error)
{
	struct cmd_error about = { 0 };

	if (error == EACCES || error == EPERM)
		about.hint = "try as root";
	return cmd_fail(cmd, CMD_FAILED, &about, "%s%s: %s%s", cmd->root, whole, what,
			strerror(error));
}

/* The directory would cause the policy, including the definitions, to be refused. */
static enum cmd_exit refuse_dir(const struct cmd *cmd, const struct vfv_diags *diags)
{
	if (!cmd->json)
		cmd_policy_print_diags(stderr, cmd, diags);
	return cmd_fail(cmd, CMD_POLICY, NULL, "%s%s: its directory cannot be used", cmd->root,
			whole);
}

/*
 * Enter the directory @path, and create it if it does not exist. Return: same as vfv_walk_enter().
 */
static int enter_or_make(struct vfv_walk *walk, const char *root, const char *path)
{
	_cleanup_(vfv_walk_done) struct vfv_walk parent = VFV_WALK_NONE;
	char name[PATH_MAX], above[sizeof(whole)];
	const char *slash = strrchr(path, '/');
	int r;

	snprintf(name, sizeof(name), "%s%s", root, path);
	r = vfv_walk_start(walk, walk->rules, root);
	if (r >= 0)
		r = vfv_walk_enter(walk, path, name);
	if (r != -ENOENT)
		return r;
	vfv_walk_done(walk);
	snprintf(above, sizeof(above), "%.*s", (int)(slash - path), path);
	r = vfv_walk_start(&parent, walk->rules, root);
	if (r >= 0)
		r = vfv_walk_enter(&parent, above, name);
	/* A directory of another user would make the policy invalid. */
	if (r >= 0 && !*root && geteuid())
		r = -EPERM;
	if (r >= 0 && mkdirat(vfv_walk_fd(&parent), slash + 1, 0755) < 0 && errno != EEXIST)
		r = -errno;
	if (r >= 0)
		r = vfv_walk_start(walk, walk->rules, root);
	return r < 0 ? r : vfv_walk_enter(walk, path, name);
}

/*
 * Open the directory of the file. It must meet the requirements for a directory of the policy.
 * Below a root, /var may not exist yet. Return: a descriptor, or a negative errno.
 */
static int open_dir(const struct vfv_read_rules *rules, const char *root)
{
	_cleanup_(vfv_walk_done) struct vfv_walk walk = { .rules = rules };
	char path[] = VFV_DEFINED_FILE;
	int fd, r = 0;

	for (char *slash = path; r >= 0 && (slash = strchr(slash + 1, '/')); *slash = '/') {
		vfv_walk_done(&walk);
		*slash = '\0';
		r = enter_or_make(&walk, root, path);
	}
	if (r < 0)
		return r;
	fd = openat(vfv_walk_fd(&walk), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void cmd_store_done(struct cmd_store *store)
{
	if (store->lock >= 0)
		close(store->lock);
	if (store->dir >= 0)
		close(store->dir);
	store->dir = store->lock = -1;
}

/* Return: a descriptor that holds the lock, or a negative errno. */
static int lock_file(const struct cmd *cmd, int dir)
{
	_cleanup_close_ int fd = openat(
		dir, lock_name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) >= 0)
		return TAKE_FD(fd);
	if (errno != EWOULDBLOCK)
		return -errno;
	if (!cmd->json)
		fprintf(stderr, "vfiovctl: waiting for another vfiovctl that is changing %s%s\n",
			cmd->root, whole);
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return -errno;
	return TAKE_FD(fd);
}

/*
 * The write would replace a link and not change its target. Return: CMD_OK, or the reported error.
 */
static enum cmd_exit check_file(const struct cmd *cmd, int dir)
{
	struct stat st;

	if (fstatat(dir, base_name(), &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISLNK(st.st_mode))
		return CMD_OK;
	return cmd_fail(cmd, CMD_FAILED, NULL,
			"%s%s: is a symbolic link; only a regular file can be replaced", cmd->root,
			whole);
}

enum cmd_exit cmd_store_lock(const struct cmd *cmd, struct cmd_store *store)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	const struct vfv_read_rules rules = { .owner = *cmd->root ? geteuid() : 0,
					      .diags = &diags };
	/* The daemon, which is another user, reads the files that are created here. */
	mode_t mask = umask(022);

	store->dir = open_dir(&rules, cmd->root);
	umask(mask);
	if (diags.errors)
		return refuse_dir(cmd, &diags);
	if (store->dir < 0)
		return fail(cmd, "", -store->dir);
	if (check_file(cmd, store->dir) != CMD_OK)
		return CMD_FAILED;
	store->lock = lock_file(cmd, store->dir);
	return store->lock < 0 ? fail(cmd, "the lock: ", -store->lock) : CMD_OK;
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size) {
		ssize_t n = write(fd, text, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		size -= (size_t)n;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

/*
 * Below a root, the file may belong to the root's owner. Otherwise root must own it, even if
 * another user writes it with the necessary capabilities, because the policy is not read from that
 * user's files.
 */
static int give_to_root(const char *root, int fd)
{
	struct stat st;

	if (*root)
		return 0;
	if (fchown(fd, 0, 0) < 0)
		return -errno;
	/* On a file system that maps owners, fchown() may have changed nothing. */
	if (fstat(fd, &st) < 0)
		return -errno;
	return st.st_uid ? -EPERM : 0;
}

static int write_temporary(const char *root, int dir, const char *text, size_t size)
{
	_cleanup_close_ int fd = -1;
	int r;

	/* Left behind by a process that died; we hold the lock. */
	if (unlinkat(dir, temporary, 0) < 0 && errno != ENOENT)
		return -errno;
	fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0 || fchmod(fd, 0644) < 0)
		return -errno;
	r = give_to_root(root, fd);
	return r < 0 ? r : write_all(fd, text, size);
}

enum cmd_exit cmd_store_write(const struct cmd *cmd, const struct cmd_store *store,
			      const struct vfv_definitions *definitions, struct vfv_policy **ret)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_free_ char *text = NULL;
	enum cmd_exit code;
	size_t size;
	int r;

	text = vfv_definitions_text(definitions, &size);
	if (!text)
		return cmd_fail_memory(cmd);
	code = cmd_policy_load_with(cmd, text, size, &policy);
	if (code != CMD_OK)
		return code;
	r = write_temporary(cmd->root, store->dir, text, size);
	if (r >= 0 && renameat(store->dir, temporary, store->dir, base_name()) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(store->dir, temporary, 0);
		return fail(cmd, "", -r);
	}
	/* The new name is on disk only after fsync() of its directory. */
	if (fsync(store->dir) < 0)
		return fail(cmd, "the directory: ", errno);
	*ret = TAKE_PTR(policy);
	return CMD_OK;
}
