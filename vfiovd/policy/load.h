/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads the policy's files from where they are installed. Separate from the policy library proper,
 * which sees only bytes.
 *
 * The files are /etc/vfiovd/vfiovd.conf and the files NAME.conf in the directories policy.d below
 * /etc/vfiovd, /run/vfiovd and /usr/lib/vfiovd (lib/names.h). The first file with a given NAME, in
 * this order, is used; if it is empty or a link to /dev/null, it masks the others. The files are
 * read in byte order of their names, independent of the file system. The files of drivers are read
 * in the same way from drivers.d below /etc/vfiovd and /usr/share/vfiovd. The last file is the one
 * that vfiovctl define has written. Any of these files may be missing.
 *
 * Each file must be a regular file of at most VFV_FILE_MAX bytes that is owned by root and not
 * writable by others. Below a root directory that is owned by another user, the file may be owned
 * by that user. The owner and mode of the directories and symbolic links on the way are checked in
 * the same way (walk.h).
 */
#pragma once

#include "bounds.h"
#include "policy.h"
#include "readable.h"

/* A set of files that were read. Zero-initialise; free with vfv_policy_files_done(). */
struct vfv_policy_files {
	struct vfv_policy_file *items;
	size_t n;
	size_t size; /* bytes of all files; more than VFV_SIZE_MAX if the limit was reached */
};

void vfv_policy_files_done(struct vfv_policy_files *files);

/**
 * vfv_policy_read - read all files of the policy
 * @root: directory that stands for "/", NULL for "/" itself
 * @diags: gets an error, with path and mode, for each file that may not be used
 * @files: gets the files that could be read, even on failure
 *
 * Return: 0, -EINVAL if @diags has errors, -ENOMEM.
 */
int vfv_policy_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files);

/*
 * Like vfv_policy_read(), with a warning for each file, and each directory in its path, that @reader
 * cannot read; NULL for none.
 */
int vfv_policy_read_for(const char *root, const struct vfv_reader *reader, struct vfv_diags *diags,
			struct vfv_policy_files *files);

/* Like vfv_policy_read(), but only vfiovd.conf. */
int vfv_policy_read_main(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files);

/* Like vfv_policy_read(), but only the files of drivers. */
int vfv_drivers_read(const char *root, struct vfv_diags *diags, struct vfv_policy_files *files);

/**
 * vfv_policy_read_draft - add one file with any location and owner
 *
 * Use it only for inspection: such a file must never take effect.
 *
 * Return: 0, -EINVAL with an error in @diags, -ENOMEM.
 */
int vfv_policy_read_draft(const char *path, enum vfv_file_kind kind, struct vfv_diags *diags,
			  struct vfv_policy_files *files);

/*
 * Add @data as a draft with the name @name. @data is from malloc(); the set takes ownership, even
 * on failure.
 * Return: 0 or -ENOMEM.
 */
int vfv_policy_take_draft(const char *name, enum vfv_file_kind kind, void *data, size_t size,
			  struct vfv_policy_files *files);

/**
 * vfv_policy_load - do vfv_policy_read() and vfv_policy_new() in one call
 *
 * All errors of all files are reported, even when some files could not be read. The diagnostics are
 * sorted. Users and groups are resolved by users.h.
 *
 * Return: same as vfv_policy_read() and vfv_policy_new(); @ret is set on success only.
 */
int vfv_policy_load(const char *root, uint64_t generation, struct vfv_diags *diags,
		    struct vfv_policy **ret);

/**
 * vfv_policy_load_with - do vfv_policy_load() with other definitions
 * @defined: replaces the file that vfiovctl define has written; NULL to read that file
 * @size: of @defined
 */
int vfv_policy_load_with(const char *root, const char *defined, size_t size, uint64_t generation,
			 struct vfv_diags *diags, struct vfv_policy **ret);
