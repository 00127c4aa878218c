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

static void lint_gate(const struct vfv_policy *policy, const char *what,
		      bool (*needs)(const struct vfv_rule *), struct vfv_diags *diags)
{
	const struct vfv_rule *first = NULL;
	size_t more = 0;

	if (needs(&policy->fallback))
		vfv_diag_add(diags, VFV_WARNING, policy->fallback.file, policy->fallback.line,
			     "default: %s", what);
	for (size_t i = 0; i < policy->n_rules; i++) {
		if (!needs(&policy->rules[i]))
			continue;
		if (first)
			more++;
		else
			first = &policy->rules[i];
	}
	if (!first)
		return;
	if (more)
		vfv_diag_add(diags, VFV_WARNING, first->file, first->line,
			     "rule \"%s\" and %zu more: %s", first->name, more, what);
	else
		vfv_diag_add(diags, VFV_WARNING, first->file, first->line, "rule \"%s\": %s",
			     first->name, what);
}

static bool needs_transitional(const struct vfv_rule *rule)
{
	return rule->allow & ~UINT64_C(1);
}

static bool needs_migration(const struct vfv_rule *rule)
{
	return rule->allow_migration;
}

void vfv_lint_gates(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	if (!policy->settings.allow_transitional)
		lint_gate(policy, "always native while allow_transitional is false",
			  needs_transitional, diags);
	if (!policy->settings.allow_migration)
		lint_gate(policy, "no migration while allow_migration is false", needs_migration,
			  diags);
}
