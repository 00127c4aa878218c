/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "lint.h"

static int order_names(const void *left, const void *right)
{
	const struct vfv_rule *a = *(const struct vfv_rule *const *)left;
	const struct vfv_rule *b = *(const struct vfv_rule *const *)right;
	int order = strcmp(a->name ? a->name : "", b->name ? b->name : "");

	/* Equal names sort in the order of the policy; all rules are in one array. */
	return order ? order : (a > b) - (a < b);
}

int vfv_lint_names(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	_cleanup_free_ const struct vfv_rule **sorted = NULL;

	/* NOLINTNEXTLINE(bugprone-sizeof-expression) ; pointers are sorted */
	sorted = calloc(policy->n_rules ? policy->n_rules : 1, sizeof(*sorted));
	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < policy->n_rules; i++)
		sorted[i] = &policy->rules[i];
	/* NOLINTNEXTLINE(bugprone-sizeof-expression) */
	qsort(sorted, policy->n_rules, sizeof(*sorted), order_names);
	for (size_t i = 1; i < policy->n_rules; i++) {
		const struct vfv_rule *first = sorted[i - 1], *rule = sorted[i];

		if (!rule->name || !first->name || strcmp(first->name, rule->name))
			continue;
		vfv_diag_add(diags, VFV_ERROR, rule->file, rule->line,
			     "rule \"%s\": duplicate name, already used at %s:%u", rule->name,
			     first->file, first->line);
	}
	return 0;
}
