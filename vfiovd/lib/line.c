// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "line.h"
#include "macro.h"

int vfv_file_open(int dir, const char *name)
{
	_cleanup_close_ int fd =
		openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	return TAKE_FD(fd);
}

int vfv_file_take(int opened, char *text, size_t size)
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

int vfv_file_read(int dir, const char *name, char *text, size_t size)
{
	return vfv_file_take(vfv_file_open(dir, name), text, size);
}

int vfv_line_read(int dir, const char *name, char *text, size_t size)
{
	int r = vfv_file_read(dir, name, text, size);

	text[strcspn(text, "\n")] = '\0';
	return r;
}
