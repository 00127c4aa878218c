/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/names.h"
#include "policy/read.h"

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

/*
 * The folder of the file. Below a root there may be no /var yet, and one that is a link leads to
 * nowhere outside of the root. Return: a descriptor, or a negative errno.
 */
static int open_dir(const char *root)
{
	_cleanup_close_ int top = open(*root ? root : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int parent = -1;
	char path[] = VFV_DEFINED_FILE;

	for (char *at = path + 1, *slash; top >= 0 && (slash = strchr(at, '/')); at = slash + 1) {
		bool is_last = !strchr(slash + 1, '/');
		int base = parent < 0 ? top : parent, fd;

		*slash = '\0';
		if (mkdirat(base, at, 0755) < 0 && errno != EEXIST)
			return -errno;
		fd = is_last ? openat(base, at, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
			     : vfv_open_in_root(top, path + 1);
		if (fd < 0)
			return -errno;
		if (parent >= 0)
			close(parent);
		parent = fd;
		*slash = '/';
	}
	return top < 0 ? -errno : TAKE_FD(parent);
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
		fprintf(stderr, "vfiovctl: waiting for another vfiovctl that changes %s%s\n",
			cmd->root, whole);
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return -errno;
	return TAKE_FD(fd);
}

enum cmd_exit cmd_store_lock(const struct cmd *cmd, struct cmd_store *store)
{
	/* The daemon, another user, reads what is made here. */
	mode_t mask = umask(022);

	store->dir = open_dir(cmd->root);
	umask(mask);
	if (store->dir < 0)
		return fail(cmd, "", -store->dir);
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

static int write_temporary(int dir, const char *text, size_t size)
{
	_cleanup_close_ int fd = -1;

	/* One that was left behind by a process that died; we have the lock. */
	if (unlinkat(dir, temporary, 0) < 0 && errno != ENOENT)
		return -errno;
	fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0 || fchmod(fd, 0644) < 0)
		return -errno;
	return write_all(fd, text, size);
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
	r = write_temporary(store->dir, text, size);
	if (r >= 0 && renameat(store->dir, temporary, store->dir, base_name()) < 0)
		r = -errno;
	if (r < 0) {
		(void)unlinkat(store->dir, temporary, 0);
		return fail(cmd, "", -r);
	}
	/* The new name is on the disk when its directory is. */
	if (fsync(store->dir) < 0)
		return fail(cmd, "the folder: ", errno);
	*ret = TAKE_PTR(policy);
	return CMD_OK;
}
