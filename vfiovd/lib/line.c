// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/openat2.h>

#include "line.h"
#include "macro.h"

/* @opened becomes ours. Return: it, or a negative errno. */
static int check_opened(int opened)
{
	_cleanup_close_ int fd = opened;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	return TAKE_FD(fd);
}

static int read_opened(int opened, char *text, size_t size)
{
	_cleanup_close_ int fd = opened;
	ssize_t n;

	text[0] = '\0';
	if (fd < 0)
		return fd;
	n = read(fd, text, size - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	return 0;
}

static const int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

int vfv_file_read(int dir, const char *name, char *text, size_t size)
{
	return read_opened(check_opened(openat(dir, name, flags | O_NOFOLLOW)), text, size);
}

int vfv_file_open_in_root(int root, const char *name)
{
	struct open_how how = { .flags = (uint64_t)flags, .resolve = RESOLVE_IN_ROOT };
	int fd = (int)syscall(SYS_openat2, root, name, &how, sizeof(how));

	if (fd < 0 && errno == ENOSYS)
		fd = openat(root, name, flags | O_NOFOLLOW);
	return check_opened(fd);
}

int vfv_file_read_in_root(int root, const char *name, char *text, size_t size)
{
	return read_opened(vfv_file_open_in_root(root, name), text, size);
}

int vfv_line_read(int dir, const char *name, char *text, size_t size)
{
	int r = vfv_file_read(dir, name, text, size);

	text[strcspn(text, "\n")] = '\0';
	return r;
}
