/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Accesses files whose path is composed of parts, without an allocation that could fail. */

#include <dirent.h>
#include <stddef.h>

#include "macro.h"

/* Like vfv_line_read(), for a path formatted like printf(). Also returns -ENAMETOOLONG. */
int vfv_path_read(char *text, size_t size, const char *format, ...) _printf_(3, 4);

/* Like opendir(). */
DIR *vfv_path_opendir(const char *format, ...) _printf_(1, 2);
