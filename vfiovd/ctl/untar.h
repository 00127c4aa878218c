/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds a file in a tar archive that vfiovctl report has written, or that claims to be one. */
#pragma once

#include <stddef.h>

/**
 * cmd_tar_find - find the file with the base name @name
 * @data: the archive, which may have any content
 * @member: set to the file's content, which points into @data
 *
 * Return: 0; -ENOENT if the archive has no such file; -EINVAL, with @why set to a constant string
 * and @at to the position, if it is not an archive or is truncated.
 */
int cmd_tar_find(const char *data, size_t size, const char *name, const char **member,
		 size_t *length, const char **why, size_t *at);
