/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A look at a policy file before libconfig gets it.
 *
 * libconfig 1.5 to 1.8 end the process for "@include" of a directory, drop the
 * rest of a file behind an unterminated comment without a word, and read "010",
 * "4294967296" or "(1,)" differently from version to version; and they all join
 * strings that follow one another. A file that passes here means the same to all of
 * them, and what it seems to.
 */
#pragma once

#include <stddef.h>

#include "diag.h"

/**
 * vfv_prescan - report all that may not reach libconfig
 * @name: of the file, for the diagnostics
 * @data: need not end in NUL
 *
 * Return: 0, or -EINVAL when it added an error to @diags.
 */
int vfv_prescan(const char *name, const void *data, size_t size, struct vfv_diags *diags);
