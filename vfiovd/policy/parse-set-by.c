/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"

static int take_uid(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_rule *rule = object;
	size_t n = vfv_schema_length(setting);

	rule->set_by = calloc(n, sizeof(*rule->set_by));
	if (!rule->set_by)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		const config_setting_t *element = vfv_schema_element(setting, i);
		uint32_t *uid = &rule->set_by[rule->n_set_by++];

		if (config_setting_type(element) == CONFIG_TYPE_STRING)
			vfv_parse_uid(parse, element, uid);
		else if (config_setting_get_int(element) < 0)
			vfv_parse_error(parse, element, "uid: %d is not a user id",
					config_setting_get_int(element));
		else
			*uid = (uint32_t)config_setting_get_int(element);
	}
	return 0;
}

/* Add an error that says why the name cannot be used. Return: 0 or -ENOMEM. */
static int name_error(struct vfv_parse *parse, const config_setting_t *setting,
		      enum vfv_named_kind kind, int error)
{
	const char *name = config_setting_get_string(setting), *word = vfv_named_kind_name(kind);

	if (error == -ENOMEM)
		return error;
	if (error == -ENOENT)
		vfv_parse_error(parse, setting, "%s: \"%s\" does not exist", word, name);
	else if (error == -E2BIG)
		vfv_parse_error(parse, setting, "%s: \"%s\": more than %d users and groups", word,
				name, VFV_NAMED_MAX);
	else if (error == -EOVERFLOW)
		vfv_parse_error(parse, setting, "%s: \"%s\" has too many members", word, name);
	else
		vfv_parse_error(parse, setting, "%s: \"%s\" cannot be looked up: %s", word, name,
				strerror(-error));
	return 0;
}

static int take_name(struct vfv_parse *parse, const config_setting_t *setting,
		     enum vfv_named_kind kind, struct vfv_rule *rule)
{
	const char *name = config_setting_get_string(setting), *word = vfv_named_kind_name(kind);
	const struct vfv_named *named;
	int r;

	if (!vfv_named_is_valid(name)) {
		vfv_parse_error(parse, setting, "%s: \"%s\" is not a valid %s name", word, name,
				word);
		return 0;
	}
	r = vfv_named_get(parse->named, kind, name, &named);
	if (r < 0)
		return name_error(parse, setting, kind, r);
	rule->named[rule->n_named++] = named;
	if (kind == VFV_NAMED_GROUP && !named->n)
		vfv_diag_add(parse->diags, VFV_WARNING, parse->file,
			     vfv_schema_line(parse, setting), "%sgroup: \"%s\" has no members",
			     parse->where, name);
	return 0;
}

static int take_names(struct vfv_parse *parse, const config_setting_t *setting,
		      enum vfv_named_kind kind, struct vfv_rule *rule)
{
	size_t n = vfv_schema_length(setting);
	const struct vfv_named **named;
	int r = 0;

	named = reallocarray(rule->named, rule->n_named + n, sizeof(*named));
	if (!named)
		return -ENOMEM;
	rule->named = named;
	for (size_t i = 0; r >= 0 && i < n; i++)
		r = take_name(parse, vfv_schema_element(setting, i), kind, rule);
	return r;
}

static int take_user(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return take_names(parse, setting, VFV_NAMED_USER, object);
}

static int take_group(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return take_names(parse, setting, VFV_NAMED_GROUP, object);
}

int vfv_parse_set_by(struct vfv_parse *parse, const config_setting_t *setting,
		     struct vfv_rule *rule)
{
	static const struct vfv_key keys[] = {
		{ "uid", VFV_TYPE_NUMBERS | VFV_TYPE_STRINGS, .take = take_uid },
		{ "user", VFV_TYPE_STRINGS, .take = take_user },
		{ "group", VFV_TYPE_STRINGS, .take = take_group },
	};
	_cleanup_free_ char *where = NULL;
	struct vfv_parse inner = *parse;

	if (asprintf(&where, "%sset_by: ", parse->where) < 0)
		return -ENOMEM;
	inner.where = where;
	rule->has_set_by = true;
	if (!config_setting_length(setting))
		vfv_parse_error(&inner, setting, "\"uid\", \"user\" or \"group\" is missing");
	return vfv_schema_walk(&inner, setting, keys, ARRAY_SIZE(keys), rule);
}
