/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "state.h"

/*
 * SHA-256 over kind, base name and contents of each file, each with its length before it.
 * Return: 0 or -ENOMEM.
 */
int vfv_policy_files_hash(const struct vfv_policy_file *files, size_t n,
			  char hex[static VFV_HASH_SIZE]);
