/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads lines of a file of any size, without an allocation that could fail. */
#pragma once

#include <stdbool.h>

/* Longer lines are truncated to one byte less than this. Larger files are not read to the end. */
enum { CMD_LINES_LINE = 4096, CMD_LINES_MAX = 8 << 20 };

/**
 * cmd_lines_find - call @is_it for each line, until it returns true
 * @opened: from vfv_file_open() or vfv_in_root_open(); closed. May be a negative errno.
 * @is_it: gets the line without its line feed
 *
 * Return: 1 if @is_it returned true, 0 at the end, -EFBIG for a larger file, or another negative
 * errno.
 */
int cmd_lines_find(int opened, bool (*is_it)(const char *line, void *userdata), void *userdata);
