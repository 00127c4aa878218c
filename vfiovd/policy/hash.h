/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "file.h"
#include "state.h"

/*
 * Compute SHA-256 over the kind, base name and contents of each file, each preceded by its length,
 * and over the ids of each user and group of @named.
 * Return: 0 or -ENOMEM.
 */
int vfv_policy_files_hash(const struct vfv_policy_file *files, size_t n,
			  const struct vfv_named_set *named, char hex[static VFV_HASH_SIZE]);
