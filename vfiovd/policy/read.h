/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads files that affect privileges; walk.h finds them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "diag.h"
#include "readable.h"

struct vfv_read_rules {
	uid_t owner;			 /* a user besides root who may own the files; 0 for none */
	bool draft;			 /* any user may own the file and write to it */
	const struct vfv_reader *reader; /* warn about files that it cannot read; or NULL */
	struct vfv_diags *diags;
};

/**
 * vfv_read_check - check whether a file may affect privileges
 * @st: of a file, a directory or a symbolic link
 * @path: its name in diagnostics
 * @via: the path that led here by a symbolic link, NULL for none
 *
 * Return: 0, -EINVAL with an error in the diagnostics.
 */
int vfv_read_check(const struct vfv_read_rules *rules, const struct stat *st, const char *path,
		   const char *via);

/*
 * Add a warning if rules->reader does not have @access, which is S_IROTH, S_IXOTH or both; @path and
 * @via as for vfv_read_check().
 */
void vfv_read_check_access(const struct vfv_read_rules *rules, const struct stat *st, mode_t access,
			   const char *path, const char *via);

/**
 * vfv_read_fd - check and read a whole file
 * @fd: stays the caller's
 * @path, @via: as for vfv_read_check()
 * @data: set to its bytes, which the caller frees
 *
 * Return: 0, -EINVAL with an error in the diagnostics, -ENOMEM.
 */
int vfv_read_fd(const struct vfv_read_rules *rules, int fd, const char *path, const char *via,
		void **data, size_t *size);

/**
 * vfv_read_draft - read a file anywhere, with any owner
 * @data: NULL for a link to /dev/null
 *
 * Return: same as vfv_read_fd(), -ENOENT if it does not exist.
 */
int vfv_read_draft(const struct vfv_read_rules *rules, const char *path, void **data, size_t *size);
