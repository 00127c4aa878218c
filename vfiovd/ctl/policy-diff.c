/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/enums.h"

#include "facts.h"
#include "fail.h"
#include "policy-json.h"
#include "json.h"
#include "policy-load.h"
#include "text.h"
#include "vf.h"

/* What differs, as JSON, which is what the text is made of as well. */
struct diff {
	const struct vfv_policy *before; /* NULL: what the VFs are now */
	const struct vfv_policy *after;
	json_t *settings, *rules, *vfs;
};

static void compare_settings(struct diff *diff)
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

/* Rules by their names, which are unique: name to what it is and where in the order it stands. */
static json_t *rules_by_name(const struct vfv_policy *policy)
{
	json_t *rules = json_object();

	/* The default is asked last and is a rule as well. */
	for (size_t i = 0; i <= vfv_policy_n_rules(policy); i++) {
		const struct vfv_rule *rule = vfv_policy_rule(policy, i);

		json_object_set_new(rules, rule->name, cmd_rule_json(rule));
	}
	return rules;
}

/* Where a rule stands is no part of what it says. */
static bool says_the_same(json_t *a, json_t *b)
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

static void add_rule(struct diff *diff, const char *change, const char *name, json_t *before,
		     json_t *after)
{
	json_t *none = json_null();

	json_array_append_new(diff->rules,
			      json_pack("{ss ss sO sO}", "name", name, "change", change, "old",
					before ? before : none, "new", after ? after : none));
}

/* The rules that are in both, in the order of @rules; jansson keeps the order of insertion. */
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

static void compare_rules(struct diff *diff)
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
		if (!says_the_same(old, rule))
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

/* What the VF is or would be before: now, or by the policy that is compared with. */
static void decide_before(const struct diff *diff, const struct cmd_vf *vf,
			  const struct vfv_facts *facts, struct vfv_decision *decision)
{
	if (diff->before) {
		vfv_policy_decide(diff->before, facts, decision);
		return;
	}
	decision->profile = (enum vfiov_profile)(
		vfv_has(&vf->vf, VFIOV_A_VF_PENDING) ? vf->vf.pending : vf->vf.current);
	decision->migration = vf->vf.migration;
	snprintf(decision->label, sizeof(decision->label), "%s", vf->vf.rule);
}

static enum cmd_exit compare_vf(const struct cmd *cmd, struct diff *diff, const struct cmd_vf *vf)
{
	struct vfv_decision before, after;
	struct vfv_facts facts;
	bool assumed;
	enum cmd_exit code = cmd_facts(cmd, diff->after, vf, &facts, &assumed);

	if (code == CMD_OK && diff->before)
		code = cmd_facts(cmd, diff->before, vf, &facts, &assumed);
	if (code != CMD_OK || (!diff->before && !vf->bound))
		return code;
	decide_before(diff, vf, &facts, &before);
	vfv_policy_decide(diff->after, &facts, &after);
	if (before.profile == after.profile && before.migration == after.migration)
		return CMD_OK;
	json_array_append_new(
		diff->vfs, json_pack("{ss ss sb ss sb so ss ss}", "bdf", vf->vf.bdf, "profile_old",
				     vfv_enum_name(&vfv_enum_profile, before.profile),
				     "migration_old", before.migration, "profile",
				     vfv_enum_name(&vfv_enum_profile, after.profile), "migration",
				     after.migration, "rule_old",
				     *before.label ? cmd_json_text(before.label) : json_null(),
				     "rule", after.label, "reason", after.reason));
	return CMD_OK;
}

static const char *text_of(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_string(value) ? json_string_value(value) : "";
}

static void print_where(const char *before, json_t *rule)
{
	if (json_is_string(json_object_get(rule, "file")))
		printf("%s%s:%lld", before, text_of(rule, "file"),
		       (long long)json_integer_value(json_object_get(rule, "line")));
}

/* As they are written in a policy, strings in quotes. */
static void print_change(const char *indent, const char *key, json_t *old, json_t *new)
{
	_cleanup_free_ char *left = json_dumps(old, JSON_ENCODE_ANY);
	_cleanup_free_ char *right = json_dumps(new, JSON_ENCODE_ANY);

	printf("%s%s: ", indent, key);
	cmd_text_put(stdout, left ? left : "");
	fputs(" -> ", stdout);
	cmd_text_put(stdout, right ? right : "");
	putchar('\n');
}

/* Which keys of a rule differ, with both values. */
static void print_keys(json_t *before, json_t *after)
{
	const char *key;
	json_t *value;

	json_object_foreach(after, key, value)
	{
		json_t *old = json_object_get(before, key);

		if (strcmp(key, "file") && strcmp(key, "line") && !json_equal(old, value))
			print_change("    ", key, old, value);
	}
}

static void print_rules(const struct cmd *cmd, json_t *rules)
{
	json_t *entry;
	size_t i;

	json_array_foreach(rules, i, entry)
	{
		json_t *before = json_object_get(entry, "old"),
		       *after = json_object_get(entry, "new");
		enum cmd_style style = json_is_null(before)  ? CMD_GOOD
				       : json_is_null(after) ? CMD_BAD
							     : CMD_WARN;

		printf("rule %s ", text_of(entry, "name"));
		cmd_text_style(stdout, cmd->color, style, text_of(entry, "change"));
		print_where("  ", json_is_null(after) ? before : after);
		putchar('\n');
		if (!json_is_null(before) && !json_is_null(after))
			print_keys(before, after);
	}
}

static void print_text(const struct cmd *cmd, const struct diff *diff)
{
	json_t *entry;
	size_t i;

	json_array_foreach(diff->settings, i, entry)
		print_change("", text_of(entry, "key"), json_object_get(entry, "old"),
			     json_object_get(entry, "new"));
	print_rules(cmd, diff->rules);
	json_array_foreach(diff->vfs, i, entry)
	{
		printf("%s: %s%s -> %s%s, ", text_of(entry, "bdf"), text_of(entry, "profile_old"),
		       json_is_true(json_object_get(entry, "migration_old")) ? "+migration" : "",
		       text_of(entry, "profile"),
		       json_is_true(json_object_get(entry, "migration")) ? "+migration" : "");
		cmd_text_put(stdout, text_of(entry, "reason"));
		putchar('\n');
	}
	if (cmd->legend)
		printf("%zu settings, %zu rules, %zu VFs differ\n", json_array_size(diff->settings),
		       json_array_size(diff->rules), json_array_size(diff->vfs));
}

static enum cmd_exit compare(struct cmd *cmd, struct diff *diff)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	enum cmd_exit code = cmd_inventory_read(cmd, &inventory);

	if (code == CMD_OK && diff->before) {
		compare_settings(diff);
		compare_rules(diff);
	}
	for (size_t i = 0; code == CMD_OK && i < inventory.n; i++)
		code = compare_vf(cmd, diff, &inventory.items[i]);
	return code;
}

/* The policy below @dir, which stands for "/". */
static enum cmd_exit load_other(const struct cmd *cmd, char *dir, struct vfv_policy **ret)
{
	struct cmd other = *cmd;
	struct stat st;

	if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
		return cmd_fail(cmd, CMD_USAGE, NULL, "%s: not a folder", dir);
	other.root = dir;
	return cmd_policy_load(&other, ret);
}

enum cmd_exit cmd_policy_diff(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *installed = NULL, *other = NULL;
	struct diff diff = { 0 };
	enum cmd_exit code;

	if (argc > 1)
		return cmd_fail(cmd, CMD_USAGE, NULL, "usage: vfiovctl policy diff [DIR]");
	code = cmd_policy_load(cmd, &installed);
	if (code == CMD_OK && argc)
		code = load_other(cmd, argv[0], &other);
	if (code != CMD_OK)
		return code;
	diff.before = argc ? installed : NULL;
	diff.after = argc ? other : installed;
	diff.settings = json_array();
	diff.rules = json_array();
	diff.vfs = json_array();
	code = compare(cmd, &diff);
	if (code == CMD_OK && !cmd->json)
		print_text(cmd, &diff);
	if (code == CMD_OK && cmd->json) {
		cmd_json_print(cmd, stdout, "diff",
			       json_pack("{sO sO sO}", "settings", diff.settings, "rules",
					 diff.rules, "vfs", diff.vfs));
	}
	json_decref(diff.settings);
	json_decref(diff.rules);
	json_decref(diff.vfs);
	return code;
}
