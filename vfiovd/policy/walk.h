/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Going to a file one component at a time. Each directory, each symbolic link and the file itself
 * is opened without following anything, checked, and only then entered. So what was checked is
 * what is used, and a link is followed by reading its target here. No path leads out of the root.
 *
 * openat2() would do part of that; RestrictSUIDSGID= of the unit takes it away, because a filter
 * cannot see its flags.
 */
#pragma once

#include <limits.h>
#include <stddef.h>

#include "read.h"

enum {
	VFV_WALK_DEPTH = 64, /* directories, the root included */
	VFV_WALK_LINKS = 40, /* symbolic links on the way to one file, as the kernel has it */
};

/*
 * Where a walk is. VFV_WALK_NONE at the start, vfv_walk_done() at the end. A walk that was copied
 * from another one borrows the descriptors that the other had, which must outlive it.
 */
struct vfv_walk {
	const struct vfv_read_rules *rules;
	size_t root_length;	 /* of the root in path */
	size_t depth;		 /* of fds, 0 before the start */
	size_t borrowed;	 /* of fds: they belong to another walk */
	int fds[VFV_WALK_DEPTH]; /* O_PATH: of the root, and of the directories down to this one */
	char path[PATH_MAX];	 /* of this directory, for messages; without links */
	unsigned int links;	 /* that were followed */
};

#define VFV_WALK_NONE      \
	{                  \
		.depth = 0 \
	}

/**
 * vfv_walk_start - begin at the root
 * @rules: borrowed
 * @root: directory that stands for "/", "" for "/" itself
 *
 * Return: 0, -EINVAL with an error in the diagnostics.
 */
int vfv_walk_start(struct vfv_walk *walk, const struct vfv_read_rules *rules, const char *root);

/**
 * vfv_walk_enter - go on to a directory
 * @path: from where the walk is, or from the root when it begins with "/"
 * @name: what messages call it
 *
 * Return: 0; -ENOENT when it does not exist; -EINVAL with an error in the diagnostics, which names
 * the component that is wrong. Unless it is 0 the walk can only be ended.
 */
int vfv_walk_enter(struct vfv_walk *walk, const char *path, const char *name);

/**
 * vfv_walk_read - read a whole file
 * @walk: where to begin; stays there
 * @path, @name: as for vfv_walk_enter()
 * @data: set to its bytes, which the caller frees; NULL for a link to /dev/null
 *
 * Return: 0, -ENOMEM, and as vfv_walk_enter().
 */
int vfv_walk_read(const struct vfv_walk *walk, const char *path, const char *name, void **data,
		  size_t *size);

/* Descriptor of the directory, O_PATH. It stays the walk's. */
int vfv_walk_fd(const struct vfv_walk *walk);

/* Close what the walk has opened. */
void vfv_walk_done(struct vfv_walk *walk);
