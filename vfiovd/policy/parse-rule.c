/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/macro.h"

#include "ascii.h"
#include "parse.h"

static bool name_is_valid(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > VFV_RULE_NAME_MAX || !vfv_is_alnum((unsigned char)*name))
		return false;
	for (; *name; name++)
		if (!vfv_is_alnum((unsigned char)*name) && !strchr("._-", *name))
			return false;
	return true;
}

static int take_name(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const char *name = config_setting_get_string(setting);
	struct vfv_rule *rule = object;

	if (!name_is_valid(name)) {
		vfv_parse_error(
			parse, setting,
			"name: must be 1 to %d letters, digits, \".\", \"_\" or \"-\", and begin "
			"with a letter or digit",
			VFV_RULE_NAME_MAX);
		return 0;
	}
	rule->name = strdup(name);
	return rule->name ? 0 : -ENOMEM;
}

static int take_match(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;
	_cleanup_free_ char *where = NULL;
	struct vfv_parse inner = *parse;

	if (asprintf(&where, "%smatch: ", parse->where) < 0)
		return -ENOMEM;
	inner.where = where;
	return vfv_parse_match(&inner, setting, &rule->match, &rule->unless);
}

int vfv_parse_profile(struct vfv_parse *parse, const config_setting_t *setting,
		      const char **profile)
{
	const char *name = config_setting_get_string(setting);
	int i = vfv_drivers_profile(parse->drivers, name);

	if (i < 0)
		vfv_schema_unknown_word(parse, setting, "profile", name, "a profile",
					vfv_drivers_profile_name, parse->drivers);
	else
		*profile = parse->drivers->names[i];
	return 0;
}

static int take_profile(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;

	return vfv_parse_profile(parse, setting, &rule->profile);
}

static int take_migration(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;

	rule->migration = config_setting_get_bool(setting);
	return 0;
}

static const char *level_word(size_t n, const void *data)
{
	return n < vfv_enum_level.n ? vfv_enum_level.names[n] : NULL;
}

int vfv_parse_level(struct vfv_parse *parse, const config_setting_t *setting,
		    enum vfiov_level *level)
{
	const char *name = config_setting_get_string(setting);
	uint32_t value;

	if (vfv_enum_value(&vfv_enum_level, name, &value) < 0)
		vfv_schema_unknown_word(parse, setting, "audit", name,
					"\"normal\", \"quiet\" or \"loud\"", level_word, NULL);
	else
		*level = (enum vfiov_level)value;
	return 0;
}

static int take_level(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;

	rule->has_level = true;
	return vfv_parse_level(parse, setting, &rule->level);
}

static int take_allow(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;

	for (size_t i = 0; i < vfv_schema_length(setting); i++) {
		const config_setting_t *element = vfv_schema_element(setting, i);
		const char *word = config_setting_get_string(element);
		int profile = vfv_drivers_profile(parse->drivers, word);

		if (!strcmp(word, VFV_WORD_MIGRATION))
			rule->allow_migration = true;
		else if (profile >= 0)
			rule->allow |= UINT64_C(1) << profile;
		else
			vfv_schema_unknown_word(parse, element, "allow", word,
						"a profile or \"migration\"",
						vfv_drivers_ability_name, parse->drivers);
	}
	return 0;
}

static int take_set_by(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_set_by(parse, setting, object);
}

static int take_log_only(struct vfv_parse *parse _unused_, const config_setting_t *setting,
			 void *object)
{
	struct vfv_rule *rule = object;

	rule->log_only = config_setting_get_bool(setting);
	return 0;
}

static int take_note(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;

	rule->note = strdup(config_setting_get_string(setting));
	return rule->note ? 0 : -ENOMEM;
}

/* clang-format off */
#define DECISION_KEYS(profile_is_required) \
	{ "profile", VFV_TYPE_STRING, .required = profile_is_required, .take = take_profile }, \
	{ "migration", VFV_TYPE_BOOL, .take = take_migration }, \
	{ "allow", VFV_TYPE_STRINGS, .take = take_allow }, \
	{ "set_by", VFV_TYPE_GROUP, .take = take_set_by }, \
	{ "audit", VFV_TYPE_STRING, .take = take_level }
/* clang-format on */

static const struct vfv_key rule_keys[] = {
	{ "name", VFV_TYPE_STRING, .required = true, .take = take_name },
	{ "match", VFV_TYPE_GROUP, .take = take_match },
	DECISION_KEYS(true),
	{ "log_only", VFV_TYPE_BOOL, .take = take_log_only },
	{ "note", VFV_TYPE_STRING, .take = take_note },
};

static const struct vfv_key default_keys[] = { DECISION_KEYS(false) };

const struct vfv_key_table vfv_keys_rule = { rule_keys, ARRAY_SIZE(rule_keys) };
const struct vfv_key_table vfv_keys_default = { default_keys, ARRAY_SIZE(default_keys) };

/* The profiles of the drivers that @rule names, or of all drivers if it names none. */
static uint64_t profiles_for(const struct vfv_parse *parse, const struct vfv_rule *rule)
{
	const struct vfv_pred *pred = vfv_match_find(&rule->match, VFV_MATCH_DRIVER);
	uint64_t mask = pred && pred->n ? 0 : UINT64_MAX;

	for (size_t i = 0; pred && i < pred->n; i++)
		mask |= vfv_drivers_match(parse->drivers, pred->values[i].text);
	return mask;
}

static void check_profiles(struct vfv_parse *parse, const config_setting_t *setting,
			   const struct vfv_rule *rule)
{
	uint64_t others = rule->allow & ~profiles_for(parse, rule);

	for (size_t i = 0; others >> i; i++)
		if (others >> i & 1) {
			vfv_parse_error(parse, setting,
					"\"%s\" is not a profile of the rule's driver",
					parse->drivers->names[i]);
			return;
		}
}

/* Allow what the rule grants, even if its allow list does not have it. */
static void complete(const struct vfv_parse *parse, struct vfv_rule *rule)
{
	rule->allow |= UINT64_C(1) << vfv_drivers_profile(parse->drivers, rule->profile);
	rule->allow_migration |= rule->migration;
}

int vfv_parse_default(struct vfv_parse *parse, const config_setting_t *setting,
		      struct vfv_policy *policy)
{
	struct vfv_parse inner = *parse;
	int r;

	inner.where = "default: ";
	r = vfv_schema_walk(&inner, setting, vfv_keys_default.keys, vfv_keys_default.n,
			    &policy->fallback);
	complete(parse, &policy->fallback);
	policy->fallback.file = parse->file;
	policy->fallback.line = config_setting_source_line(setting);
	return r;
}

/* Name a rule without a valid name by its number, so that it can be found. */
static char *describe(const config_setting_t *setting, size_t number)
{
	const config_setting_t *member = config_setting_get_member(setting, "name");
	const char *name = NULL;
	char *where;
	int r;

	if (member && config_setting_type(member) == CONFIG_TYPE_STRING)
		name = config_setting_get_string(member);
	if (name && name_is_valid(name))
		r = asprintf(&where, "rule \"%s\": ", name);
	else
		r = asprintf(&where, "rule number %zu: ", number);
	return r < 0 ? NULL : where;
}

static int parse_rule(struct vfv_parse *parse, const config_setting_t *setting, size_t number,
		      struct vfv_rule *rule)
{
	_cleanup_free_ char *where = describe(setting, number);
	struct vfv_parse inner = *parse;
	int r;

	if (!where)
		return -ENOMEM;
	inner.where = where;
	vfv_rule_init(rule, parse->drivers);
	rule->file = parse->file;
	rule->line = config_setting_source_line(setting);
	r = vfv_schema_walk(&inner, setting, vfv_keys_rule.keys, vfv_keys_rule.n, rule);
	complete(parse, rule);
	check_profiles(&inner, setting, rule);
	return r;
}

int vfv_parse_rules(struct vfv_parse *parse, const config_setting_t *setting,
		    struct vfv_policy *policy)
{
	size_t n = (size_t)config_setting_length(setting);
	struct vfv_rule *rules;
	int r = 0;

	if (!n)
		return 0;
	rules = reallocarray(policy->rules, policy->n_rules + n, sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	policy->rules = rules;
	memset(rules + policy->n_rules, 0, n * sizeof(*rules));
	for (size_t i = 0; r >= 0 && i < n; i++)
		r = parse_rule(parse, config_setting_get_elem(setting, (unsigned int)i), i + 1,
			       &rules[policy->n_rules++]);
	return r;
}
