// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "policy-tree.h"
#include "unit.h"

int setup(void **state)
{
	struct policy_tree *tree = calloc(1, sizeof(*tree));

	tree_make(tree->root);
	*state = tree;
	return 0;
}

int teardown(void **state)
{
	struct policy_tree *tree = *state;
	int r = tree_remove(tree->root);

	vfv_diags_done(&tree->diags);
	vfv_policy_files_done(&tree->files);
	free(tree);
	return r;
}

int read_all(struct policy_tree *tree)
{
	return vfv_policy_read(tree->root, &tree->diags, &tree->files);
}

void expect_names(const struct policy_tree *tree, const char *const *names, size_t n)
{
	assert_int_equal(tree->files.n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(tree->files.items[i].name + strlen(tree->root), names[i]);
}

void expect_error(struct policy_tree *tree, const char *name, const char *text)
{
	assert_int_equal(read_all(tree), -EINVAL);
	assert_int_equal(tree->diags.errors, 1);
	assert_string_equal(tree->diags.items[0].file + strlen(tree->root), name);
	if (!strstr(tree->diags.items[0].text, text))
		fail_msg("%s", tree->diags.items[0].text);
}
