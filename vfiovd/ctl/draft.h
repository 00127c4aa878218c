/* SPDX-License-Identifier: GPL-2.0-only */
/* Policy files that somebody names, to be looked at: they may belong to anybody and lie anywhere. */
#pragma once

#include "policy/load.h"

/**
 * cmd_draft_add - add what @word names
 * @word: a file; "-" for standard input; or a directory, of which vfiovd.conf, all NAME.conf and those
 *	of its directory policy.d count
 *
 * A file of the name vfiovd.conf is read as such, every other one as one of policy.d.
 *
 * Return: 0, -EINVAL with an error in @diags, -ENOMEM.
 */
int cmd_draft_add(const char *word, struct vfv_diags *diags, struct vfv_policy_files *files);
