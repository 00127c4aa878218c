// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "line.h"
#include "path.h"

/* A longer path is truncated to PATH_MAX characters, which the kernel refuses with ENAMETOOLONG. */
enum { PATH_SIZE = PATH_MAX + 1 };

int vfv_path_read(char *text, size_t size, const char *format, ...)
{
	char path[PATH_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	text[0] = '\0';
	return vfv_line_read(AT_FDCWD, path, text, size);
}

DIR *vfv_path_opendir(const char *format, ...)
{
	char path[PATH_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	return opendir(path);
}
