/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/openat2.h>

#include "lib/macro.h"

#include "load.h"
#include "read.h"

static int complain(const struct vfv_read_rules *rules, const char *path, const char *what)
{
	vfv_diag_add(rules->diags, VFV_ERROR, path, 0, "%s", what);
	return -EINVAL;
}

/* Whoever can write it can grant himself what the policy refuses. */
static int check_owner(const struct vfv_read_rules *rules, const struct stat *st, const char *path)
{
	if (rules->draft)
		return 0;
	if (st->st_uid != 0 && st->st_uid != rules->owner) {
		vfv_diag_add(rules->diags, VFV_ERROR, path, 0, "belongs to uid %u, must be root's",
			     (unsigned int)st->st_uid);
		return -EINVAL;
	}
	if (st->st_mode & (S_IWGRP | S_IWOTH)) {
		vfv_diag_add(rules->diags, VFV_ERROR, path, 0,
			     "mode %04o lets others than the owner write it",
			     (unsigned int)st->st_mode & 07777);
		return -EINVAL;
	}
	return 0;
}

/*
 * What root can read here may be shut for the daemon, which is another user. A group that
 * is not root's may be the daemon's.
 */
static void check_readable(const struct vfv_read_rules *rules, const struct stat *st,
			   const char *path)
{
	mode_t needed = S_ISDIR(st->st_mode) ? S_IXOTH : S_IROTH;
	bool by_group = st->st_gid && (st->st_mode & needed << 3);

	if (rules->draft || (st->st_mode & needed) || by_group)
		return;
	/* Several of our directories and files have the same ones above them. */
	for (size_t i = 0; i < rules->diags->n; i++)
		if (rules->diags->items[i].file && !strcmp(rules->diags->items[i].file, path))
			return;
	vfv_diag_add(rules->diags, VFV_WARNING, path, 0,
		     "mode %04o: the daemon, another user, cannot read it",
		     (unsigned int)st->st_mode & 07777);
}

/* What openat() or openat2() returned for a directory. Return: as vfv_read_dir(). */
static int take_dir(const struct vfv_read_rules *rules, int opened, const char *path)
{
	_cleanup_close_ int fd = opened;
	struct stat st;
	int r;

	if (fd < 0 && errno == ENOENT)
		return -ENOENT;
	if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
		return complain(rules, path, "is not a directory, or a symbolic link");
	if (fd < 0 || fstat(fd, &st) < 0)
		return complain(rules, path, strerror(errno));
	r = check_owner(rules, &st, path);
	if (r < 0)
		return r;
	check_readable(rules, &st, path);
	return TAKE_FD(fd);
}

int vfv_read_dir(const struct vfv_read_rules *rules, int base, const char *name, const char *path)
{
	return take_dir(rules, openat(base, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
			path);
}

static bool is_real_root(int root)
{
	struct stat st, real;

	return fstat(root, &st) == 0 && stat("/", &real) == 0 && st.st_dev == real.st_dev &&
	       st.st_ino == real.st_ino;
}

int vfv_open_in_root(int root, const char *name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	struct open_how how = {
		.flags = flags,
		.resolve = RESOLVE_IN_ROOT,
	};
	int fd = (int)syscall(SYS_openat2, root, name, &how, sizeof(how));

	if (fd >= 0 || errno != ENOSYS)
		return fd;
	/* RestrictSUIDSGID= of the unit takes openat2() away, as it can not see its flags. Outside of
	 * the real root there is nothing. */
	return openat(root, name, is_real_root(root) ? flags : flags | O_NOFOLLOW);
}

int vfv_read_system_dir(const struct vfv_read_rules *rules, int root, const char *name,
			const char *path)
{
	return take_dir(rules, vfv_open_in_root(root, name), path);
}

/* Reads up to one byte more than is allowed, to see whether it is too much. */
static ssize_t read_all(int fd, char *data, size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = read(fd, data + got, size - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static int read_checked(const struct vfv_read_rules *rules, int fd, const char *path, void **data,
			size_t *size)
{
	_cleanup_free_ char *buffer = NULL;
	struct stat st;
	ssize_t n;
	int r;

	if (fstat(fd, &st) < 0)
		return complain(rules, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return complain(rules, path, "is not a regular file");
	r = check_owner(rules, &st, path);
	if (r < 0)
		return r;
	check_readable(rules, &st, path);
	if (st.st_size > VFV_FILE_MAX) {
		vfv_diag_add(rules->diags, VFV_ERROR, path, 0, "is larger than %d MiB",
			     VFV_FILE_MAX >> 20);
		return -EINVAL;
	}
	buffer = malloc((size_t)st.st_size + 1);
	if (!buffer)
		return -ENOMEM;
	n = read_all(fd, buffer, (size_t)st.st_size + 1);
	if (n < 0)
		return complain(rules, path, strerror((int)-n));
	if (n != st.st_size)
		return complain(rules, path, "changed while it was read");
	*data = TAKE_PTR(buffer);
	*size = (size_t)n;
	return 0;
}

static bool is_mask(int dir, const char *name)
{
	static const char null[] = "/dev/null";
	char target[sizeof(null)];
	ssize_t n = readlinkat(dir, name, target, sizeof(target));

	return n == sizeof(null) - 1 && !memcmp(target, null, sizeof(null) - 1);
}

int vfv_read_file(const struct vfv_read_rules *rules, int dir, const char *name, const char *path,
		  void **data, size_t *size)
{
	/* O_NONBLOCK: opening a FIFO must not wait for its other end. */
	_cleanup_close_ int fd =
		openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		return read_checked(rules, fd, path, data, size);
	if (errno == ENOENT)
		return -ENOENT;
	if (errno != ELOOP)
		return complain(rules, path, strerror(errno));
	if (!is_mask(dir, name))
		return complain(rules, path, "is a symbolic link, only one to /dev/null may be");
	*data = NULL;
	*size = 0;
	return 0;
}
