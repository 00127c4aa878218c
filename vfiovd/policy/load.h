/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the policy's files from where they are installed. Apart from the
 * policy library proper, which sees bytes only.
 *
 * vfiovd.conf is the first of these that exists: /etc/vfiovd, /run/vfiovd,
 * /usr/lib/vfiovd. Of policy.d/NAME.conf in the same three directories the first
 * one of each NAME counts; an empty file, or a link to /dev/null, masks the others.
 * The names are then taken in byte order, whatever the file system does.
 *
 * Each file is a regular file that belongs to root (or to the caller, when
 * he is not root and works below a root directory of his own) and that nobody
 * else can write, is no symbolic link, has at most VFV_FILE_MAX bytes. So are the
 * directories that lead to it.
 */
#pragma once

#include "policy.h"

enum {
	VFV_FILE_MAX = 32 << 20, /* bytes of one file; 100,000 rules need about half of it */
	VFV_FILES_MAX = 1024,	 /* files of one policy */
};

/* A set of files that were read. Zero-initialise, vfv_sources_done() at the end. */
struct vfv_sources {
	struct vfv_source *items;
	size_t n;
};

void vfv_sources_done(struct vfv_sources *sources);

/**
 * vfv_sources_read - read all the files that make the policy
 * @root: directory that stands for "/", NULL for "/" itself
 * @diags: gets an error for each file that may not be used, with path and mode
 * @sources: gets what could be read, also when this fails
 *
 * Return: 0, -EINVAL when @diags has errors, or another negative errno.
 */
int vfv_sources_read(const char *root, struct vfv_diags *diags, struct vfv_sources *sources);

/**
 * vfv_policy_load - vfv_sources_read() and vfv_policy_new() in one
 *
 * All mistakes of all files are reported, also when some could not be read.
 *
 * Return: as these two.
 */
int vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
		    struct vfv_policy **ret);
