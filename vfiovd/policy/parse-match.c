/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"

static const char *match_key_name(size_t n, const void *may_negate)
{
	if (n < VFV_N_MATCH_KEYS)
		return vfv_match_ops[n]->name;
	return n == VFV_N_MATCH_KEYS && *(const bool *)may_negate ? "not" : NULL;
}

static int find_match_key(const char *name)
{
	for (int key = 0; key < VFV_N_MATCH_KEYS; key++)
		if (!strcmp(vfv_match_ops[key]->name, name))
			return key;
	return -ENOENT;
}

/* Return: a value as written in the file. @number is the buffer for the text of a number. */
static const char *value_text(const config_setting_t *element, char number[static 12])
{
	if (config_setting_type(element) != CONFIG_TYPE_INT)
		return config_setting_get_string(element);
	snprintf(number, 12, "%d", config_setting_get_int(element));
	return number;
}

/*
 * Keep the values as written in the file, for explanations. Use one allocation, because a list may
 * be long.
 */
static int keep_text(struct vfv_pred *pred, const config_setting_t *setting)
{
	size_t n = vfv_schema_length(setting), size = 1;
	char number[12], *end;

	for (size_t i = 0; i < n; i++)
		size += strlen(value_text(vfv_schema_element(setting, i), number)) + 1;
	pred->text = end = malloc(size);
	if (!end)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		if (i)
			*end++ = ' ';
		end = stpcpy(end, value_text(vfv_schema_element(setting, i), number));
	}
	return 0;
}

static bool is_ability(const struct vfv_drivers *drivers, const char *word)
{
	return !strcmp(word, VFV_WORD_MIGRATION) || vfv_drivers_profile(drivers, word) >= 0;
}

static int take_value(struct vfv_parse *parse, const config_setting_t *element,
		      struct vfv_pred *pred)
{
	const struct vfv_match_ops *ops = vfv_match_ops[pred->key];
	const char *text, *why = NULL;
	char number[12];
	int r;

	text = value_text(element, number);
	if (pred->key == VFV_MATCH_CAPABLE && !is_ability(parse->drivers, text)) {
		vfv_schema_unknown_word(parse, element, ops->name, text,
					"a profile or \"migration\"", vfv_drivers_ability_name,
					parse->drivers);
		return 0;
	}
	if (pred->key == VFV_MATCH_DRIVER && !vfv_drivers_match(parse->drivers, text)) {
		vfv_schema_unknown_word(parse, element, ops->name, text, "a declared driver",
					vfv_drivers_name, parse->drivers);
		return 0;
	}
	r = ops->parse(pred, text, &why);
	if (r == -EINVAL) {
		vfv_parse_error(parse, element, "%s: \"%s\": %s", ops->name, text, why);
		return 0;
	}
	return r;
}

static int take_pred(struct vfv_parse *parse, const config_setting_t *setting,
		     struct vfv_pred *pred)
{
	unsigned int types = VFV_TYPE_STRINGS;
	int r;

	if (vfv_match_ops[pred->key]->takes_numbers)
		types |= VFV_TYPE_NUMBERS;
	if (!vfv_schema_check(parse, setting, types))
		return 0;
	r = keep_text(pred, setting);
	for (size_t i = 0; r >= 0 && i < vfv_schema_length(setting); i++)
		r = take_value(parse, vfv_schema_element(setting, i), pred);
	return r;
}

/* NOLINTNEXTLINE(misc-no-recursion) ; once: in "not" there is no "not" */
static int take_not(struct vfv_parse *parse, const config_setting_t *setting,
		    struct vfv_match *unless)
{
	_cleanup_free_ char *where = NULL;
	struct vfv_parse inner = *parse;

	if (!vfv_schema_check(parse, setting, VFV_TYPE_GROUP))
		return 0;
	if (!config_setting_length(setting)) {
		vfv_parse_error(parse, setting, "\"not\" is empty: the rule would never match");
		return 0;
	}
	if (asprintf(&where, "%snot: ", parse->where) < 0)
		return -ENOMEM;
	inner.where = where;
	return vfv_parse_match(&inner, setting, unless, NULL);
}

/* NOLINTNEXTLINE(misc-no-recursion) */
int vfv_parse_match(struct vfv_parse *parse, const config_setting_t *group, struct vfv_match *match,
		    struct vfv_match *unless)
{
	int length = config_setting_length(group), r = 0;
	const bool may_negate = unless;

	if (!length)
		return 0;
	match->preds = calloc((size_t)length, sizeof(*match->preds));
	if (!match->preds)
		return -ENOMEM;
	for (int i = 0; r >= 0 && i < length; i++) {
		const config_setting_t *member = config_setting_get_elem(group, (unsigned int)i);
		int key = find_match_key(config_setting_name(member));

		if (key >= 0) {
			match->preds[match->n].key = (enum vfv_match_key)key;
			r = take_pred(parse, member, &match->preds[match->n++]);
		} else if (unless && !strcmp(config_setting_name(member), "not")) {
			r = take_not(parse, member, unless);
		} else {
			vfv_schema_unknown(parse, member, match_key_name, &may_negate);
		}
	}
	return r;
}
