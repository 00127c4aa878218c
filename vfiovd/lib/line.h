/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stddef.h>

/*
 * Read the first line of the file NAME in directory DIR (or AT_FDCWD), without its line feed and at
 * most SIZE - 1 bytes of it, into TEXT. Below another root, anything may have that name: a FIFO
 * without a writer, or a link to a device whose open() has side effects. So only a regular file is
 * read, and a link in the last component is not followed. Returns 0, or a negative errno with "" in
 * TEXT; -ELOOP for a link, -EINVAL for anything else that is not a regular file.
 */
int vfv_line_read(int dir, const char *name, char *text, size_t size);

/* Like vfv_line_read(), but read all lines. */
int vfv_file_read(int dir, const char *name, char *text, size_t size);

/*
 * Like vfv_line_read(), but only open the file. Return: a descriptor that the caller closes, or a
 * negative errno as above.
 */
int vfv_file_open(int dir, const char *name);

/* Read and close a descriptor from vfv_file_open(). Return: 0, or a negative errno. */
int vfv_file_take(int opened, char *text, size_t size);
