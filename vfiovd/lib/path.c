// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "line.h"
#include "path.h"

static _printf_(2, 0) int put_together(char path[static PATH_MAX], const char *format, va_list args)
{
	return vsnprintf(path, PATH_MAX, format, args) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

int vfv_path_read(char *text, size_t size, const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;
	int r;

	va_start(args, format);
	r = put_together(path, format, args);
	va_end(args);
	text[0] = '\0';
	return r < 0 ? r : vfv_line_read(AT_FDCWD, path, text, size);
}

DIR *vfv_path_opendir(const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;
	int r;

	va_start(args, format);
	r = put_together(path, format, args);
	va_end(args);
	if (r == 0)
		return opendir(path);
	errno = -r;
	return NULL;
}
