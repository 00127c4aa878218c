/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"

#include "bounds.h"
#include "read.h"

static int complain(const struct vfv_read_rules *rules, const char *path, const char *what)
{
	vfv_diag_add(rules->diags, VFV_ERROR, path, 0, "%s", what);
	return -EINVAL;
}

/* Several files have the same directories above them, so one message is enough. */
_printf_(5, 6) static void add_once(const struct vfv_read_rules *rules, enum vfv_severity severity,
				    const char *path, const char *via, const char *format, ...)
{
	_cleanup_free_ char *what = NULL;
	va_list args;
	int r;

	va_start(args, format);
	r = vasprintf(&what, format, args);
	va_end(args);
	if (r < 0) {
		what = NULL;
		rules->diags->dropped++;
	}
	for (size_t i = 0; what && i < rules->diags->n; i++) {
		const struct vfv_diag *diag = &rules->diags->items[i];

		if (diag->file && !strcmp(diag->file, path) &&
		    !strncmp(diag->text, what, strlen(what)))
			return;
	}
	vfv_diag_add(rules->diags, severity, path, 0, "%s%s%s", what ? what : strerror(ENOMEM),
		     via ? "; reached through the symbolic link " : "", via ? via : "");
}

/* The daemon runs as another user, so it may be unable to read what the caller can read here. */
void vfv_read_check_access(const struct vfv_read_rules *rules, const struct stat *st, mode_t access,
			   const char *path, const char *via)
{
	const char *what = access == S_IXOTH ? "enter" : S_ISDIR(st->st_mode) ? "list" : "read";

	if (rules->reader && !vfv_may_access(rules->reader, st, access))
		add_once(rules, VFV_WARNING, path, via, "mode %04o: %s cannot %s it",
			 (unsigned int)st->st_mode & 07777, rules->reader->name, what);
}

/* A user who can write a file of the policy can grant himself what the policy refuses. */
int vfv_read_check(const struct vfv_read_rules *rules, const struct stat *st, const char *path,
		   const char *via)
{
	if (rules->draft)
		return 0;
	if (st->st_uid != 0 && st->st_uid != rules->owner) {
		add_once(rules, VFV_ERROR, path, via, "owned by uid %u, must be owned by root",
			 (unsigned int)st->st_uid);
		return -EINVAL;
	}
	/* The mode of a link has no meaning. */
	if (S_ISLNK(st->st_mode))
		return 0;
	if (st->st_mode & (S_IWGRP | S_IWOTH)) {
		add_once(rules, VFV_ERROR, path, via,
			 "mode %04o: only the owner may have write permission",
			 (unsigned int)st->st_mode & 07777);
		return -EINVAL;
	}
	vfv_read_check_access(rules, st, S_ISDIR(st->st_mode) ? S_IXOTH : S_IROTH, path, via);
	return 0;
}

/* @size is one byte more than allowed, to detect a file that is too large. */
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

int vfv_read_fd(const struct vfv_read_rules *rules, int fd, const char *path, const char *via,
		void **data, size_t *size)
{
	_cleanup_free_ char *buffer = NULL;
	struct stat st;
	ssize_t n;
	int r;

	if (fstat(fd, &st) < 0)
		return complain(rules, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return complain(rules, path, "not a regular file");
	r = vfv_read_check(rules, &st, path, via);
	if (r < 0)
		return r;
	if (st.st_size > VFV_FILE_MAX) {
		vfv_diag_add(rules->diags, VFV_ERROR, path, 0, "larger than %d MiB",
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

static bool is_mask(const char *path)
{
	static const char null[] = "/dev/null";
	char target[sizeof(null)];
	ssize_t n = readlink(path, target, sizeof(target));

	return n == sizeof(null) - 1 && !memcmp(target, null, sizeof(null) - 1);
}

int vfv_read_draft(const struct vfv_read_rules *rules, const char *path, void **data, size_t *size)
{
	_cleanup_close_ int fd = -1;

	*data = NULL;
	*size = 0;
	if (is_mask(path))
		return 0;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0)
		return vfv_read_fd(rules, fd, path, NULL, data, size);
	return errno == ENOENT ? -ENOENT : complain(rules, path, strerror(errno));
}
