/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A root directory with policy files, and the result of reading them. */

#include <stddef.h>

#include "policy/load.h"
#include "tree.h"

struct policy_tree {
	char root[TREE_SIZE];
	struct vfv_diags diags;
	struct vfv_policy_files files;
};

/* cmocka setup and teardown: an empty root directory. */
int setup(void **state);
int teardown(void **state);

/* Reads all files of the policy; returns the result of vfv_policy_read(). */
int read_all(struct policy_tree *tree);

/* Asserts that the files that were read have these names, without the root, in this order. */
void expect_names(const struct policy_tree *tree, const char *const *names, size_t n);

/* Reads all files and asserts that there is one error, for this file, which contains @text. */
void expect_error(struct policy_tree *tree, const char *name, const char *text);
