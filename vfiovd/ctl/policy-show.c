/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include "lib/enums.h"
#include "policy/define.h"
#include "policy/explain.h"
#include "policy/serial.h"

#include "fail.h"
#include "json.h"
#include "policy-json.h"
#include "policy-load.h"
#include "text.h"

static void print_json(const struct cmd *cmd, const struct vfv_policy *policy,
		       const struct cmd_cards *cards)
{
	json_t *object = cmd_settings_json(vfv_policy_settings(policy)), *rules = json_array();
	size_t n = vfv_policy_n_rules(policy);

	for (size_t i = 0; i < n; i++)
		json_array_append_new(rules, cmd_rule_json(policy, vfv_policy_rule(policy, i)));
	json_object_set_new(object, "hash", json_string(vfv_policy_hash(policy)));
	json_object_set_new(object, "default", cmd_rule_json(policy, vfv_policy_rule(policy, n)));
	json_object_set_new(object, "rules", rules);
	json_object_set_new(object, "defined",
			    cmd_definitions_json(vfv_policy_definitions(policy), cards));
	cmd_json_print(cmd, stdout, "policy", object);
}

static void print_match(const char *before, const struct vfv_match *match)
{
	for (size_t i = 0; i < match->n; i++) {
		printf("%s%s ", before, vfv_match_ops[match->preds[i].key]->name);
		cmd_text_put(stdout, match->preds[i].text);
	}
}

/* Print who may set a profile: the ids in the rule, and the users and groups with their ids. */
static void print_set_by(const struct vfv_rule *rule)
{
	const char *before = "";

	printf("  set by   ");
	if (rule->n_set_by) {
		printf("uid");
		for (size_t i = 0; i < rule->n_set_by; i++)
			printf(" %u", rule->set_by[i]);
		before = ", ";
	}
	for (size_t i = 0; i < rule->n_named; i++, before = ", ") {
		const struct vfv_named *named = rule->named[i];

		printf("%s%s ", before, vfv_named_kind_name(named->kind));
		cmd_text_put(stdout, named->name);
		fputs(named->n ? " (uid" : " (no members", stdout);
		for (size_t j = 0; j < named->n; j++)
			printf(" %u", named->uids[j]);
		putchar(')');
	}
	putchar('\n');
}

static void print_allow(const struct vfv_policy *policy, const struct vfv_rule *rule)
{
	const char *profile;

	printf("  allows   ");
	for (size_t i = 0; (profile = vfv_rule_allowed(vfv_policy_drivers(policy), rule, i)); i++)
		printf("%s%s", i ? ", " : "", profile);
	printf("%s\n", rule->allow_migration ? ", migration" : "");
}

static void print_rule(const struct cmd *cmd, const struct vfv_policy *policy,
		       const struct vfv_rule *rule)
{
	cmd_text_style(stdout, cmd->color, CMD_BOLD, rule->name);
	if (rule->file)
		printf("  (%s:%u)", rule->file, rule->line);
	putchar('\n');
	if (rule->match.n || rule->unless.n) {
		printf("  when    ");
		print_match(" ", &rule->match);
		print_match(" not ", &rule->unless);
		putchar('\n');
	}
	if (rule->log_only)
		puts("  effect   none, log only");
	printf("  gives    %s%s\n", rule->profile, rule->migration ? " with migration" : "");
	print_allow(policy, rule);
	if (rule->has_set_by)
		print_set_by(rule);
	if (rule->has_level)
		printf("  audit    %s\n", vfv_enum_name(&vfv_enum_level, rule->level));
	if (rule->note) {
		printf("  note     ");
		cmd_text_put(stdout, rule->note);
		putchar('\n');
	}
}

static void print_definitions(const struct vfv_definitions *definitions)
{
	for (size_t i = 0; i < definitions->n; i++) {
		const struct vfv_definition *definition = &definitions->items[i];
		char pf[VFV_BDF_TEXT], serial[VFV_SERIAL_TEXT];

		printf("(defined) %s#%u", vfv_bdf_format(definition->pf, pf), definition->vf);
		if (definition->serial)
			printf(" of card %s", vfv_serial_format(definition->serial, serial));
		printf("\n  gives    %s%s, if the VF's rule allows it\n", definition->profile,
		       definition->migration ? " with migration" : "");
	}
}

static void print_text(const struct cmd *cmd, const struct vfv_policy *policy)
{
	const struct vfv_settings *settings = vfv_policy_settings(policy);
	size_t n = vfv_policy_n_rules(policy);

	if (cmd->legend)
		printf("mode %s, allow_transitional %s, allow_migration %s, audit %s, sha256 %.12s\n",
		       settings->log_only ? "log-only" : "enforce",
		       settings->allow_transitional ? "true" : "false",
		       settings->allow_migration ? "true" : "false",
		       vfv_enum_name(&vfv_enum_level, settings->audit), vfv_policy_hash(policy));
	print_definitions(vfv_policy_definitions(policy));
	for (size_t i = 0; i <= n; i++)
		print_rule(cmd, policy, vfv_policy_rule(policy, i));
}

enum cmd_exit cmd_policy_show(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_cards_done) struct cmd_cards cards = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	enum cmd_exit code;

	if (argc)
		return cmd_fail(cmd, CMD_USAGE, NULL, "usage: vfiovctl policy show");
	code = cmd_policy_load(cmd, &policy);
	if (code == CMD_OK && cmd->json)
		code = cmd_inventory_read(cmd, &inventory);
	if (code == CMD_OK && cmd->json)
		code = cmd_cards_read(cmd, &inventory, &cards);
	if (code != CMD_OK)
		return code;
	if (cmd->json)
		print_json(cmd, policy, &cards);
	else
		print_text(cmd, policy);
	return CMD_OK;
}
