/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/plural.h"

#include "policy-diff.h"
#include "reach.h"
#include "text.h"

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

/* Print values as in a policy, with strings in quotes. */
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

/* Print the keys of a rule that differ, with both values. */
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

/* Print "added", "removed" or "changed", in its colour. */
static void print_word(const struct cmd *cmd, json_t *entry)
{
	enum cmd_style style = json_is_null(json_object_get(entry, "old"))   ? CMD_GOOD
			       : json_is_null(json_object_get(entry, "new")) ? CMD_BAD
									     : CMD_WARN;

	cmd_text_style(stdout, cmd->color, style, text_of(entry, "change"));
}

static void print_rules(const struct cmd *cmd, json_t *rules)
{
	json_t *entry;
	size_t i;

	json_array_foreach(rules, i, entry)
	{
		json_t *before = json_object_get(entry, "old"),
		       *after = json_object_get(entry, "new");

		printf("rule %s ", text_of(entry, "name"));
		print_word(cmd, entry);
		print_where("  ", json_is_null(after) ? before : after);
		putchar('\n');
		if (!json_is_null(before) && !json_is_null(after))
			print_keys(before, after);
	}
}

static void print_definitions(const struct cmd *cmd, json_t *defined)
{
	json_t *entry;
	size_t i;

	json_array_foreach(defined, i, entry)
	{
		json_t *before = json_object_get(entry, "old"),
		       *after = json_object_get(entry, "new");

		printf("defined %s#%lld ", text_of(entry, "pf"),
		       (long long)json_integer_value(json_object_get(entry, "index")));
		print_word(cmd, entry);
		printf("  %s%s\n", text_of(json_is_null(after) ? before : after, "profile"),
		       json_is_true(
			       json_object_get(json_is_null(after) ? before : after, "migration"))
			       ? "+migration"
			       : "");
		if (!json_is_null(before) && !json_is_null(after))
			print_keys(before, after);
	}
}

/* A host whose name is not known is named after its file. */
static void print_host(json_t *entry)
{
	const char *host = text_of(entry, "host");

	if (!json_object_get(entry, "file"))
		return;
	cmd_text_put(stdout, *host ? host : text_of(entry, "file"));
	putchar(' ');
}

static void print_vfs(json_t *vfs)
{
	json_t *entry;
	size_t i;

	json_array_foreach(vfs, i, entry)
	{
		print_host(entry);
		printf("%s: %s%s", text_of(entry, "bdf"), text_of(entry, "profile_old"),
		       json_is_true(json_object_get(entry, "migration_old")) ? "+migration" : "");
		if (*text_of(entry, "rule_old")) {
			fputs(" (", stdout);
			cmd_text_put(stdout, text_of(entry, "rule_old"));
			putchar(')');
		}
		printf(" -> %s%s, ", text_of(entry, "profile"),
		       json_is_true(json_object_get(entry, "migration")) ? "+migration" : "");
		cmd_text_put(stdout, text_of(entry, "reason"));
		if (json_is_true(json_object_get(entry, "assumed")))
			fputs("; not bound, all its capabilities are assumed", stdout);
		putchar('\n');
	}
}

static void print_beyond(const struct cmd *cmd, json_t *vfs)
{
	json_t *entry;
	size_t i;

	json_array_foreach(vfs, i, entry)
	{
		bool is_altered = !strcmp(text_of(entry, "beyond"), "altered");

		print_host(entry);
		printf("%s: ", text_of(entry, "bdf"));
		cmd_text_style(stdout, cmd->color, is_altered ? CMD_BAD : CMD_WARN,
			       cmd_reach_text(is_altered ? CMD_REACH_ALTERED : CMD_REACH_FOREIGN));
		fputs(" (", stdout);
		cmd_text_put(stdout, text_of(entry, "driver"));
		puts(")");
	}
}

/* Print on how many of the hosts a VF differs. */
static void print_hosts(json_t *hosts)
{
	size_t n = json_array_size(hosts), n_differ = 0, i;
	json_t *entry;

	if (!hosts)
		return;
	json_array_foreach(hosts, i, entry) n_differ +=
		json_integer_value(json_object_get(entry, "differ")) > 0;
	printf(" on %zu of %zu %s", n_differ, n, vfv_plural(n, "host", "hosts"));
}

void cmd_policy_diff_print(const struct cmd *cmd, const struct cmd_diff *diff)
{
	size_t n_settings = json_array_size(diff->settings), n_rules = json_array_size(diff->rules),
	       n_defined = json_array_size(diff->defined), n_vfs = json_array_size(diff->vfs);
	json_t *entry;
	size_t i;

	json_array_foreach(diff->settings, i, entry)
		print_change("", text_of(entry, "key"), json_object_get(entry, "old"),
			     json_object_get(entry, "new"));
	print_rules(cmd, diff->rules);
	print_definitions(cmd, diff->defined);
	print_vfs(diff->vfs);
	print_beyond(cmd, diff->beyond);
	if (cmd->legend) {
		printf("%zu %s, %zu %s, %zu %s, %zu %s", n_settings,
		       vfv_plural(n_settings, "setting", "settings"), n_rules,
		       vfv_plural(n_rules, "rule", "rules"), n_defined,
		       vfv_plural(n_defined, "definition", "definitions"), n_vfs,
		       vfv_plural(n_vfs, "VF differs", "VFs differ"));
		print_hosts(diff->hosts);
		putchar('\n');
	}
}
