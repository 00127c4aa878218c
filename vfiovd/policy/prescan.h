/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks a policy file before libconfig reads it.
 *
 * libconfig 1.5 to 1.8 exit on an "@include" of a directory, silently drop the rest of a file
 * after an unterminated comment, and read "010", "4294967296" or "(1,)" differently from
 * version to version. All of them join adjacent strings. All versions interpret a file that passes
 * this check identically, and as a person would.
 */
#pragma once

#include <stddef.h>

#include "diag.h"

/**
 * vfv_prescan - report everything that libconfig must not see
 * @name: of the file, for the diagnostics
 * @data: need not end in NUL
 *
 * Return: 0, or -EINVAL if it added an error to @diags.
 */
int vfv_prescan(const char *name, const void *data, size_t size, struct vfv_diags *diags);
