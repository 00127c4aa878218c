/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads policy files from the command line, to check them: they may have any owner and path. */
#pragma once

#include "policy/load.h"

/**
 * cmd_draft_add - add the files that @word names
 * @word: a file; "-" for standard input; or a directory, from which it takes vfiovd.conf, each
 *	NAME.conf, and each NAME.conf in the directory policy.d below it
 *
 * A file named vfiovd.conf is read as such, and every other file as one of policy.d.
 *
 * Return: 0, -EINVAL with an error in @diags, -ENOMEM.
 */
int cmd_draft_add(const char *word, struct vfv_diags *diags, struct vfv_policy_files *files);
