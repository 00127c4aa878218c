/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "facts.h"
#include "fail.h"
#include "json.h"
#include "policy-diff.h"
#include "policy-json.h"
#include "policy-load.h"

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

/* Get the VF's previous decision: its current one, or that of the older policy. */
static void decide_before(const struct cmd_diff *diff, const struct cmd_vf *vf,
			  const struct vfv_facts *facts, struct vfv_decision *decision)
{
	if (diff->before) {
		vfv_policy_decide(diff->before, facts, decision);
		return;
	}
	strcpy(decision->profile,
	       vfv_has(&vf->vf, VFIOV_A_VF_PENDING) ? vf->vf.pending : vf->vf.current);
	decision->migration = vf->vf.migration;
	snprintf(decision->label, sizeof(decision->label), "%s", vf->vf.rule);
}

static enum cmd_exit compare_vf(const struct cmd *cmd, struct cmd_diff *diff,
				const struct cmd_vf *vf)
{
	struct vfv_decision before, after;
	struct vfv_facts facts;
	enum cmd_exit code;
	bool assumed;

	if (!diff->before && !vf->bound)
		return CMD_OK;
	code = cmd_facts(cmd, diff->after, vf, &facts, &assumed);
	if (code != CMD_OK)
		return code;
	decide_before(diff, vf, &facts, &before);
	vfv_policy_decide(diff->after, &facts, &after);
	if (!strcmp(before.profile, after.profile) && before.migration == after.migration)
		return CMD_OK;
	json_array_append_new(
		diff->vfs, json_pack("{ss ss sb ss sb so ss ss}", "bdf", vf->vf.bdf, "profile_old",
				     before.profile, "migration_old", before.migration, "profile",
				     after.profile, "migration", after.migration, "rule_old",
				     *before.label ? cmd_json_text(before.label) : json_null(),
				     "rule", after.label, "reason", after.reason));
	return CMD_OK;
}

/* Return: CMD_OK, or the reported error; @done is set if there is something to print. */
/* The policy does not cover this VF, so it is unknown whether the VF agrees with it. */
static void add_beyond(struct cmd_diff *diff, const struct cmd_vf *vf)
{
	if (vf->reach != CMD_REACH_POLICY)
		json_array_append_new(diff->beyond, json_pack("{ss ss so}", "bdf", vf->vf.bdf,
							      "beyond", cmd_reach_name(vf->reach),
							      "driver", cmd_json_text(vf->driver)));
}

static enum cmd_exit compare(struct cmd *cmd, struct cmd_diff *diff, bool *done)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	enum cmd_exit code = cmd_inventory_read(cmd, &inventory);

	if (code != CMD_OK)
		return code;
	*done = true;
	if (diff->before) {
		compare_settings(diff);
		compare_rules(diff);
		compare_definitions(diff);
	}
	for (size_t i = 0; i < inventory.n; i++) {
		enum cmd_exit one = compare_vf(cmd, diff, &inventory.items[i]);

		/* After unknown facts of one VF, continue with the others. */
		code = code == CMD_OK ? one : code;
		if (!diff->before)
			add_beyond(diff, &inventory.items[i]);
	}
	return code;
}

/* Load the policy below @dir, which stands for "/". */
static enum cmd_exit load_other(const struct cmd *cmd, char *dir, struct vfv_policy **ret)
{
	struct cmd other = *cmd;
	struct stat st;

	if (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))
		return cmd_fail(cmd, CMD_USAGE, NULL, "%s: not a directory", dir);
	other.root = dir;
	return cmd_policy_load(&other, ret);
}

static bool differs(const struct cmd_diff *diff)
{
	return json_array_size(diff->settings) || json_array_size(diff->rules) ||
	       json_array_size(diff->defined) || json_array_size(diff->vfs) ||
	       json_array_size(diff->beyond);
}

enum cmd_exit cmd_policy_diff(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *installed = NULL, *other = NULL;
	struct cmd_diff diff = { 0 };
	bool done = false;
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
	diff.defined = json_array();
	diff.vfs = json_array();
	diff.beyond = json_array();
	code = compare(cmd, &diff, &done);
	if (done && !cmd->json && !cmd->quiet)
		cmd_policy_diff_print(cmd, &diff);
	if (done && cmd->json && !cmd->quiet) {
		cmd_json_print(cmd, stdout, "diff",
			       json_pack("{sO sO sO sO sO}", "settings", diff.settings, "rules",
					 diff.rules, "defined", diff.defined, "vfs", diff.vfs,
					 "beyond", diff.beyond));
	}
	if (code == CMD_OK && differs(&diff))
		code = CMD_DRIFT;
	json_decref(diff.settings);
	json_decref(diff.rules);
	json_decref(diff.defined);
	json_decref(diff.vfs);
	json_decref(diff.beyond);
	return code;
}
