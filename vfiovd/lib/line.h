/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stddef.h>

/*
 * Read the first line of the file NAME of directory DIR (or AT_FDCWD), without its line feed and at
 * most SIZE - 1 bytes of it, into TEXT. Below another root anything may have that name: a FIFO that
 * nobody writes, a link to a device that acts on being opened. Only a regular file is read, and no
 * link is followed at the end. Returns 0 or a negative errno, and TEXT is "" then; -ELOOP for a link,
 * -EINVAL for what is no file.
 */
int vfv_line_read(int dir, const char *name, char *text, size_t size);

/* The same of all lines. */
int vfv_file_read(int dir, const char *name, char *text, size_t size);

/* Open it only. Return: a descriptor that the caller closes, or a negative errno as above. */
int vfv_file_open(int dir, const char *name);

/* Read what vfv_file_open() returned, and close it. Return: 0, or a negative errno. */
int vfv_file_take(int opened, char *text, size_t size);
