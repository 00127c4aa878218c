/* SPDX-License-Identifier: GPL-2.0-only */
/* Opening and reading files that decide about privileges. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "diag.h"

struct vfv_read_rules {
	uid_t owner; /* who else than root may own what is read; 0 for nobody else */
	bool draft;  /* anybody may own and write it */
	struct vfv_diags *diags;
};

/**
 * vfv_read_dir - open a directory that policy files are in
 * @base: descriptor of its parent
 * @path: what diagnostics call it
 *
 * Return: a descriptor that the caller closes, -ENOENT when it does not exist,
 * -EINVAL with an error in the diagnostics.
 */
int vfv_read_dir(const struct vfv_read_rules *rules, int base, const char *name, const char *path);

/*
 * Open the directory @name below @root. Links are followed, but to nowhere outside of that.
 * Return: as openat().
 */
int vfv_open_in_root(int root, const char *name);

/*
 * vfv_read_dir() for a directory of the system, such as /var, which may be a symbolic link:
 * what it leads to is checked. @name is a path below @root, and no link leads out of that.
 */
int vfv_read_system_dir(const struct vfv_read_rules *rules, int root, const char *name,
			const char *path);

/**
 * vfv_read_file - read a whole file
 * @data: set to its bytes, which the caller frees; NULL for a link to /dev/null
 *
 * Return: 0, -ENOENT when it does not exist, -EINVAL with an error in the
 * diagnostics, -ENOMEM.
 */
int vfv_read_file(const struct vfv_read_rules *rules, int dir, const char *name, const char *path,
		  void **data, size_t *size);
