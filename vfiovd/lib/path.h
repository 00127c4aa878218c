/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Files whose path is put together from parts, without memory of their own that could be short. */

#include <dirent.h>
#include <stddef.h>

#include "macro.h"

/* As vfv_line_read(), of the file that the rest names as printf() does; -ENAMETOOLONG as well. */
int vfv_path_read(char *text, size_t size, const char *format, ...) _printf_(3, 4);

/* As opendir(). */
DIR *vfv_path_opendir(const char *format, ...) _printf_(1, 2);
