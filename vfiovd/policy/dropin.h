/* SPDX-License-Identifier: GPL-2.0-only */
/* Which of the drop-in files of several directories count, and in which order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

struct vfv_dropin {
	char *name;   /* base name */
	size_t where; /* number of the directory */
};

/*
 * Zero-initialise, vfv_dropins_done() at the end. In byte order; the first VFV_FILES_MAX are read, and
 * of those behind them as many are kept as can be named.
 */
struct vfv_dropins {
	struct vfv_dropin *items;
	size_t n;
	size_t size; /* of items */
	bool more;   /* there were names that were not kept */
};

void vfv_dropins_done(struct vfv_dropins *dropins);

/**
 * vfv_dropins_add - take the names of one directory that are not there yet
 * @dir: its descriptor, stays open and where it is
 * @where: number to be found again in the new items
 * @path: what diagnostics call the directory
 *
 * Return: 0, -EINVAL with an error in the diagnostics, -ENOMEM.
 */
int vfv_dropins_add(struct vfv_dropins *dropins, int dir, size_t where, const char *path,
		    struct vfv_diags *diags);

/**
 * vfv_dropins_limit - drop the names that are too many
 * @paths: what diagnostics call the directories, by their numbers
 *
 * Return: 0, -EINVAL with an error in the diagnostics for each of them.
 */
int vfv_dropins_limit(struct vfv_dropins *dropins, const char *root, const char *const paths[],
		      struct vfv_diags *diags);
