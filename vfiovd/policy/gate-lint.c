/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "glob.h"
#include "lint.h"

/* The rules that have no effect because of the same closed gate. */
struct closed {
	const struct vfv_rule *first; /* NULL: none */
	size_t more;
	/* the driver that declares the profile; NULL for allow_transitional */
	const struct vfv_driver *driver;
};

/* One for allow_transitional, and one for each profile that allow_profiles could name. */
enum { TRANSITIONAL = 0, PROFILES = 1, CLOSED_MAX = PROFILES + VFV_PROFILE_NAMES_MAX };

struct gates {
	const struct vfv_policy *policy;
	struct vfv_diags *diags;
	struct closed closed[CLOSED_MAX];
	struct closed migration;
};

static bool is_for(const struct vfv_pred *drivers, const struct vfv_driver *driver)
{
	for (size_t i = 0; drivers && i < drivers->n; i++)
		if (vfv_glob_match(drivers->values[i].text, driver->name))
			return true;
	return !drivers;
}

/*
 * Find the gate that keeps all drivers of the rule from granting @profile. Return: NULL if one of
 * them may grant it, or if no driver declares it.
 */
static struct closed *find_closed(struct gates *gates, const struct vfv_rule *rule, int profile)
{
	const struct vfv_drivers *drivers = &gates->policy->drivers;
	const struct vfv_pred *names = vfv_match_find(&rule->match, VFV_MATCH_DRIVER);
	struct closed *closed = NULL;

	for (size_t i = 0; i < drivers->n; i++) {
		const struct vfv_driver *driver = &drivers->items[i];
		int n = vfv_driver_profile(driver, drivers->names[profile]);

		if (n < 0 || !is_for(names, driver))
			continue;
		if (driver->open >> n & 1)
			return NULL;
		if (closed)
			continue;
		closed = &gates->closed[driver->gates[n] == VFV_GATE_TRANSITIONAL
						? TRANSITIONAL
						: PROFILES + profile];
		closed->driver = driver->gates[n] == VFV_GATE_TRANSITIONAL ? NULL : driver;
	}
	return closed;
}

static void count(struct closed *closed, const struct vfv_rule *rule)
{
	if (!closed->first)
		closed->first = rule;
	else
		closed->more++;
}

/* Count the rule once for each closed gate. */
static void look(struct gates *gates, const struct vfv_rule *rule)
{
	bool counted[CLOSED_MAX] = { false };

	for (uint64_t left = rule->allow & ~UINT64_C(1); left; left &= left - 1) {
		struct closed *closed = find_closed(gates, rule, __builtin_ctzll(left));

		if (!closed || counted[closed - gates->closed])
			continue;
		counted[closed - gates->closed] = true;
		count(closed, rule);
	}
	if (rule->allow_migration && !gates->policy->settings.allow_migration)
		count(&gates->migration, rule);
}

static void tell(struct gates *gates, const struct closed *closed, const char *what)
{
	const struct vfv_rule *rule = closed->first;

	if (rule == &gates->policy->fallback)
		vfv_diag_add(gates->diags, VFV_WARNING, rule->file, rule->line, "default: %s",
			     what);
	else if (closed->more)
		vfv_diag_add(gates->diags, VFV_WARNING, rule->file, rule->line,
			     "rule \"%s\" and %zu more: %s", rule->name, closed->more, what);
	else
		vfv_diag_add(gates->diags, VFV_WARNING, rule->file, rule->line, "rule \"%s\": %s",
			     rule->name, what);
}

static void tell_profile(struct gates *gates, int profile)
{
	const struct closed *closed = &gates->closed[PROFILES + profile];
	const char *name = gates->policy->drivers.names[profile];
	char what[128];

	snprintf(what, sizeof(what), "never %s while allow_profiles lacks %s/%s", name,
		 closed->driver->name, name);
	tell(gates, closed, what);
}

static void tell_all(struct gates *gates)
{
	if (gates->closed[TRANSITIONAL].first)
		tell(gates, &gates->closed[TRANSITIONAL],
		     "always native while allow_transitional is false");
	for (int i = 0; i < VFV_PROFILE_NAMES_MAX; i++)
		if (gates->closed[PROFILES + i].first)
			tell_profile(gates, i);
	if (gates->migration.first)
		tell(gates, &gates->migration, "no migration while allow_migration is false");
}

void vfv_lint_gates(const struct vfv_policy *policy, struct vfv_diags *diags)
{
	struct gates of_default = { .policy = policy, .diags = diags };
	struct gates of_rules = { .policy = policy, .diags = diags };

	look(&of_default, &policy->fallback);
	tell_all(&of_default);
	for (size_t i = 0; i < policy->n_rules; i++)
		look(&of_rules, &policy->rules[i]);
	tell_all(&of_rules);
}
