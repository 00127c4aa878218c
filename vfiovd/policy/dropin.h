/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds which drop-in files of several directories are in effect, and in which order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct vfv_dropin {
	char *name;   /* base name */
	size_t where; /* number of its directory */
};

/*
 * Zero-initialise; free with vfv_dropins_done(). The items are in byte order. The first
 * VFV_FILES_MAX are read. Of the others, only as many are kept as diagnostics can name.
 */
struct vfv_dropins {
	struct vfv_dropin *items;
	size_t n;
	size_t size; /* of items */
	bool more;   /* some names were not kept */
};

void vfv_dropins_done(struct vfv_dropins *dropins);

/**
 * vfv_dropins_add - add the new names of one directory
 * @dir: its descriptor; stays open, its offset is unchanged
 * @where: its number, stored in the new items
 * @path: its name in diagnostics
 *
 * Return: 0, -EINVAL with an error in the diagnostics, -ENOMEM.
 */
int vfv_dropins_add(struct vfv_dropins *dropins, int dir, size_t where, const char *path,
		    struct vfv_diags *diags);

/**
 * vfv_dropins_limit - drop the names beyond the limit
 * @paths: names of the directories for diagnostics, indexed by directory number
 *
 * Return: 0, -EINVAL with an error in the diagnostics for each of them.
 */
int vfv_dropins_limit(struct vfv_dropins *dropins, const char *root, const char *const paths[],
		      struct vfv_diags *diags);
