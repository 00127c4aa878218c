/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/macro.h"

#include "schema.h"
#include "suggest.h"

static bool is_list(const config_setting_t *setting)
{
	return config_setting_is_array(setting) || config_setting_is_list(setting);
}

size_t vfv_schema_length(const config_setting_t *setting)
{
	return is_list(setting) ? (size_t)config_setting_length(setting) : 1;
}

const config_setting_t *vfv_schema_element(const config_setting_t *setting, size_t i)
{
	return is_list(setting) ? config_setting_get_elem(setting, (unsigned int)i) : setting;
}

/* Return: true if the line at @text contains "@value". Escapes are not decoded. */
static bool line_has_string(const char *text, const char *value)
{
	size_t length = strlen(value), line = strcspn(text, "\n");

	for (size_t i = 0; i + length + 2 <= line; i++)
		if (text[i] == '"' && text[i + length + 1] == '"' &&
		    !memcmp(text + i + 1, value, length))
			return true;
	return false;
}

/*
 * Start where the list starts, or where its last string was found, so that a file is searched once.
 */
static void place_text(struct vfv_text *text, const config_setting_t *list, unsigned int last)
{
	unsigned int first = config_setting_source_line(list);

	if (!text->at || text->line > (text->list == list ? last : first)) {
		text->at = text->text;
		text->line = 1;
	}
	text->list = list;
	while (text->line < first) {
		const char *end = strchr(text->at, '\n');

		if (!end)
			return;
		text->at = end + 1;
		text->line++;
	}
}

unsigned int vfv_schema_line(const struct vfv_parse *parse, const config_setting_t *setting)
{
	unsigned int last = config_setting_source_line(setting), found = last;
	const config_setting_t *parent = config_setting_parent(setting);
	struct vfv_text *text = parse->text;
	const char *at;

	/* Do not search the file for a diagnostic that will be dropped anyway. */
	if (config_setting_type(setting) != CONFIG_TYPE_STRING || !parent || !is_list(parent) ||
	    parse->diags->n >= VFV_DIAGS_MAX)
		return last;
	place_text(text, parent, last);
	at = text->at;
	for (unsigned int line = text->line; line <= last && at; line++) {
		if (line_has_string(at, config_setting_get_string(setting))) {
			found = text->line = line;
			text->at = at;
		}
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	return found;
}

static const char *type_name(const config_setting_t *setting)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
	case CONFIG_TYPE_FLOAT:
		return "a number";
	case CONFIG_TYPE_STRING:
		return "a string";
	case CONFIG_TYPE_GROUP:
		return "a group";
	default:
		return "a list";
	}
}

static const char *types_name(unsigned int types)
{
	static const struct {
		unsigned int types;
		const char *name;
	} names[] = {
		{ VFV_TYPE_BOOL, "true or false" },
		{ VFV_TYPE_NUMBER, "a number" },
		{ VFV_TYPE_STRING, "a string" },
		{ VFV_TYPE_STRINGS, "a string or a list of strings" },
		{ VFV_TYPE_NUMBERS, "a number or a list of numbers" },
		{ VFV_TYPE_STRINGS | VFV_TYPE_NUMBERS, "a string, a number or a list of these" },
		{ VFV_TYPE_GROUP, "a group { ... }" },
		{ VFV_TYPE_GROUPS, "a list of groups ( { ... }, { ... } )" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].types == types)
			return names[i].name;
	return "of another type";
}

/* The types that one value can have, in a list or alone. */
static unsigned int value_types(const config_setting_t *setting, bool in_list)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_BOOL:
		return VFV_TYPE_BOOL;
	case CONFIG_TYPE_INT:
		return VFV_TYPE_NUMBERS | (in_list ? 0 : VFV_TYPE_NUMBER);
	case CONFIG_TYPE_STRING:
		return VFV_TYPE_STRINGS | (in_list ? 0 : VFV_TYPE_STRING);
	case CONFIG_TYPE_GROUP:
		return in_list ? VFV_TYPE_GROUPS : VFV_TYPE_GROUP;
	default:
		return 0;
	}
}

bool vfv_schema_check(struct vfv_parse *parse, const config_setting_t *setting, unsigned int types)
{
	const unsigned int list_types = VFV_TYPE_STRINGS | VFV_TYPE_NUMBERS | VFV_TYPE_GROUPS;
	const char *name = config_setting_name(setting);
	bool in_list = is_list(setting);

	if (in_list && !(types & list_types)) {
		vfv_parse_error(parse, setting, "\"%s\" must be %s, not a list", name,
				types_name(types));
		return false;
	}
	if (in_list && !config_setting_length(setting) && types != VFV_TYPE_GROUPS) {
		vfv_parse_error(parse, setting, "\"%s\" is an empty list", name);
		return false;
	}
	for (size_t i = 0; i < vfv_schema_length(setting); i++) {
		const config_setting_t *element = vfv_schema_element(setting, i);

		if (value_types(element, in_list) & types)
			continue;
		vfv_parse_error(parse, element, "\"%s\" must be %s, %s %s", name, types_name(types),
				in_list ? "but contains" : "not", type_name(element));
		return false;
	}
	return true;
}

void vfv_schema_unknown(struct vfv_parse *parse, const config_setting_t *setting,
			const char *(*name)(size_t n, const void *data), const void *data)
{
	const char *word = config_setting_name(setting);
	const char *better = vfv_suggest(word, name, data);

	if (better)
		vfv_parse_error(parse, setting, "unknown key \"%s\" (did you mean \"%s\"?)", word,
				better);
	else
		vfv_parse_error(parse, setting, "unknown key \"%s\"", word);
}

void vfv_schema_unknown_word(struct vfv_parse *parse, const config_setting_t *setting,
			     const char *key, const char *word, const char *known,
			     const char *(*name)(size_t n, const void *data), const void *data)
{
	const char *better = vfv_suggest(word, name, data);

	if (better)
		vfv_parse_error(parse, setting, "%s: \"%s\" is not %s (did you mean \"%s\"?)", key,
				word, known, better);
	else
		vfv_parse_error(parse, setting, "%s: \"%s\" is not %s", key, word, known);
}

struct table {
	const struct vfv_key *keys;
	size_t n;
};

static const char *key_name(size_t n, const void *data)
{
	const struct table *table = data;

	return n < table->n ? table->keys[n].name : NULL;
}

static const struct vfv_key *find_key(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->n; i++)
		if (!strcmp(table->keys[i].name, name))
			return &table->keys[i];
	return NULL;
}

static int take_member(struct vfv_parse *parse, const config_setting_t *setting,
		       const struct table *table, void *object)
{
	const struct vfv_key *key = find_key(table, config_setting_name(setting));

	if (!key) {
		vfv_schema_unknown(parse, setting, key_name, table);
		return 0;
	}
	if (key->elsewhere) {
		vfv_parse_error(parse, setting, "\"%s\" belongs in %s", key->name, key->elsewhere);
		return 0;
	}
	if (!vfv_schema_check(parse, setting, key->types))
		return 0;
	return key->take(parse, setting, object);
}

int vfv_schema_walk(struct vfv_parse *parse, const config_setting_t *group,
		    const struct vfv_key *keys, size_t n, void *object)
{
	struct table table = { keys, n };
	int r = 0;

	for (int i = 0; r >= 0 && i < config_setting_length(group); i++)
		r = take_member(parse, config_setting_get_elem(group, (unsigned int)i), &table,
				object);
	for (size_t i = 0; r >= 0 && i < n; i++)
		if (keys[i].required && !config_setting_get_member(group, keys[i].name))
			vfv_parse_error(parse, group, "\"%s\" is missing", keys[i].name);
	return r;
}
