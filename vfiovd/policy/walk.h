/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Walks to a file one component at a time. Each directory, each symbolic link and the file itself
 * is opened without following links, checked, and only then used. So the object that is used is the
 * one that was checked. Links are followed by reading their targets here. No path leads out of the
 * root.
 *
 * openat2() could do part of this, but RestrictSUIDSGID= in the unit forbids it, because a seccomp
 * filter cannot see its flags.
 */
#pragma once

#include <limits.h>
#include <stddef.h>

#include "read.h"

enum {
	VFV_WALK_DEPTH = 64, /* directories, including the root */
	VFV_WALK_LINKS = 40, /* symbolic links in the path of one file, as in the kernel */
};

/*
 * The position of a walk. Start with VFV_WALK_NONE, end with vfv_walk_done(). A copy of a walk
 * borrows the descriptors of the original, which must outlive the copy.
 */
struct vfv_walk {
	const struct vfv_read_rules *rules;
	size_t root_length;	 /* length of the root in path */
	size_t depth;		 /* number of fds, 0 before the start */
	size_t borrowed;	 /* number of fds that belong to another walk */
	int fds[VFV_WALK_DEPTH]; /* O_PATH: the root and the directories down to this one */
	char path[PATH_MAX];	 /* path of this directory, for messages; without links */
	unsigned int links;	 /* number of links that were followed */
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
 * vfv_walk_enter - walk to a directory
 * @path: relative to the current directory, or to the root when it begins with "/"
 * @name: its name in messages
 *
 * Return: 0; -ENOENT if it does not exist; -EINVAL with an error in the diagnostics, which names
 * the bad component. After a failure, only vfv_walk_done() may be called.
 */
int vfv_walk_enter(struct vfv_walk *walk, const char *path, const char *name);

/**
 * vfv_walk_read - read a whole file
 * @walk: where to begin; unchanged
 * @path, @name: as for vfv_walk_enter()
 * @data: set to its bytes, which the caller frees; NULL for a link to /dev/null
 *
 * Return: same as vfv_walk_enter(), or -ENOMEM.
 */
int vfv_walk_read(const struct vfv_walk *walk, const char *path, const char *name, void **data,
		  size_t *size);

/* The O_PATH descriptor of the directory, owned by the walk. */
int vfv_walk_fd(const struct vfv_walk *walk);

/* Close the descriptors that the walk owns. */
void vfv_walk_done(struct vfv_walk *walk);
