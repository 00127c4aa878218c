/* SPDX-License-Identifier: GPL-2.0-only */
#include "json.h"
#include "policy-diff.h"
#include "policy-json.h"

static void compare_settings(struct cmd_diff *diff)
{
	json_t *before = cmd_settings_json(vfv_policy_settings(diff->before));
	json_t *after = cmd_settings_json(vfv_policy_settings(diff->after));
	const char *key;
	json_t *value;

	json_object_foreach(before, key, value)
	{
		json_t *now = json_object_get(after, key);

		if (json_equal(value, now))
			continue;
		json_array_append_new(diff->settings, json_pack("{ss sO sO}", "key", key, "old",
								value, "new", now));
	}
	json_decref(before);
	json_decref(after);
}

/* Map each rule's name, which is unique, to the rule and its position. */
static json_t *rules_by_name(const struct vfv_policy *policy)
{
	json_t *rules = json_object();

	/* The default is also a rule, and is evaluated last. */
	for (size_t i = 0; i <= vfv_policy_n_rules(policy); i++) {
		const struct vfv_rule *rule = vfv_policy_rule(policy, i);

		json_object_set_new(rules, rule->name, cmd_rule_json(policy, rule));
	}
	return rules;
}

/* The location of a rule is not part of its content. */
static bool are_equal(json_t *a, json_t *b)
{
	json_t *left = json_copy(a), *right = json_copy(b);
	bool same;

	json_object_del(left, "file");
	json_object_del(left, "line");
	json_object_del(right, "file");
	json_object_del(right, "line");
	same = json_equal(left, right);
	json_decref(left);
	json_decref(right);
	return same;
}

static void add_rule(struct cmd_diff *diff, const char *change, const char *name, json_t *before,
		     json_t *after)
{
	json_t *none = json_null();

	json_array_append_new(diff->rules,
			      json_pack("{ss ss sO sO}", "name", name, "change", change, "old",
					before ? before : none, "new", after ? after : none));
}

/* The rules that exist in both, in the order of @rules; jansson keeps the order of insertion. */
static json_t *common_names(json_t *rules, json_t *others)
{
	json_t *names = json_array(), *rule;
	const char *name;

	json_object_foreach(rules, name, rule)
	{
		if (json_object_get(others, name))
			json_array_append_new(names, json_string(name));
	}
	return names;
}

static void compare_rules(struct cmd_diff *diff)
{
	json_t *before = rules_by_name(diff->before), *after = rules_by_name(diff->after);
	json_t *order = common_names(before, after), *new_order = common_names(after, before);
	const char *name;
	json_t *rule;
	size_t i = 0;

	json_object_foreach(before, name, rule)
	{
		if (!json_object_get(after, name))
			add_rule(diff, "removed", name, rule, NULL);
	}
	json_object_foreach(after, name, rule)
	{
		json_t *old = json_object_get(before, name);

		if (!old) {
			add_rule(diff, "added", name, NULL, rule);
			continue;
		}
		if (!are_equal(old, rule))
			add_rule(diff, "changed", name, old, rule);
		else if (!json_equal(json_array_get(order, i), json_array_get(new_order, i)))
			add_rule(diff, "moved", name, old, rule);
		i++;
	}
	json_decref(before);
	json_decref(after);
	json_decref(order);
	json_decref(new_order);
}

static json_t *definition_json(const struct vfv_definition *definition)
{
	return definition ? cmd_definition_json(definition) : json_null();
}

/* @either is whichever of @before and @after exists. */
static void add_definition(struct cmd_diff *diff, const char *change,
			   const struct vfv_definition *either, const struct vfv_definition *before,
			   const struct vfv_definition *after)
{
	char pf[VFV_BDF_TEXT];

	json_array_append_new(diff->defined,
			      json_pack("{ss si ss so so}", "pf", vfv_bdf_format(either->pf, pf),
					"index", (int)either->vf, "change", change, "old",
					definition_json(before), "new", definition_json(after)));
}

static void compare_definitions(struct cmd_diff *diff)
{
	const struct vfv_definitions *before = vfv_policy_definitions(diff->before);
	const struct vfv_definitions *after = vfv_policy_definitions(diff->after);

	for (size_t i = 0; i < before->n; i++) {
		const struct vfv_definition *old = &before->items[i];

		if (!vfv_definitions_find(after, old->serial, old->pf, old->vf))
			add_definition(diff, "removed", old, old, NULL);
	}
	for (size_t i = 0; i < after->n; i++) {
		const struct vfv_definition *new = &after->items[i];
		const struct vfv_definition *old =
			vfv_definitions_find(before, new->serial, new->pf, new->vf);
		json_t *left = definition_json(old), *right = definition_json(new);

		if (!old)
			add_definition(diff, "added", new, NULL, new);
		else if (!json_equal(left, right))
			add_definition(diff, "changed", new, old, new);
		json_decref(left);
		json_decref(right);
	}
}

void cmd_policy_diff_files(struct cmd_diff *diff)
{
	compare_settings(diff);
	compare_rules(diff);
	compare_definitions(diff);
}
