/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the policy's files from where they are installed. Apart from the
 * policy library proper, which sees bytes only.
 *
 * The files are /etc/vfiovd/vfiovd.conf and the NAME.conf of the directories
 * policy.d below /etc/vfiovd, /run/vfiovd and /usr/lib/vfiovd (lib/names.h). Of each
 * NAME the first one in this order counts; an empty file, or a link to /dev/null,
 * masks the others. The names are then taken in byte order, whatever the file
 * system does. What drivers declare is read in the same way from drivers.d below /etc/vfiovd and
 * /usr/share/vfiovd. At last comes what vfiovctl define has written. Nothing of it needs
 * to exist.
 *
 * Each file is a regular one, belongs to root, cannot be written by others and has
 * at most VFV_FILE_MAX bytes; below a root directory of somebody's own it may belong
 * to him instead. The same holds for the directories and the symbolic links that
 * lead to it (walk.h).
 */
#pragma once

#include "bounds.h"
#include "policy.h"

/* A set of files that were read. Zero-initialise, vfv_policy_files_done() at the end. */
struct vfv_policy_files {
	struct vfv_policy_file *items;
	size_t n;
	size_t size; /* bytes of all; more than VFV_SIZE_MAX when that was too much */
};

void vfv_policy_files_done(struct vfv_policy_files *files);

/**
 * vfv_policy_read - read all the files that make the policy
 * @root: directory that stands for "/", NULL for "/" itself
 * @diags: gets an error for each file that may not be used, with path and mode
 * @files: gets what could be read, also when this fails
 *
 * Return: 0, -EINVAL when @diags has errors, -ENOMEM.
 */
int vfv_policy_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files);

/* The same of what drivers declare alone. */
int vfv_drivers_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files);

/**
 * vfv_policy_read_draft - add one file from anywhere, whoever owns it
 *
 * For looking at it only: what it says must not be put in force.
 *
 * Return: 0, -EINVAL with an error in @diags, -ENOMEM.
 */
int vfv_policy_read_draft(const char *path, enum vfv_file_kind kind, struct vfv_diags *diags,
			  struct vfv_policy_files *files);

/*
 * Add @data, from malloc(), which becomes the set's in any case, as a draft of the name @name.
 * Return: 0 or -ENOMEM.
 */
int vfv_policy_take_draft(const char *name, enum vfv_file_kind kind, void *data, size_t size,
			  struct vfv_policy_files *files);

/**
 * vfv_policy_load - vfv_policy_read() and vfv_policy_new() in one
 *
 * All errors of all files are reported, also when some could not be read.
 * The diagnostics are sorted. Users and groups that the files name are those of users.h.
 *
 * Return: as these two; @ret is set on success only.
 */
int vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
		    struct vfv_policy **ret);

/**
 * vfv_policy_load_with - the same with @defined for what vfiovctl define has written
 * @defined: as that file is to be; NULL for as it is
 * @size: of @defined
 */
int vfv_policy_load_with(const char *root, const char *defined, size_t size, uint64_t generation,
			 struct vfv_diags *diags, struct vfv_policy **ret);
