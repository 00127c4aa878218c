/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"
#include "serial.h"

static int take_pf(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	const char *text = config_setting_get_string(setting);

	if (vfv_bdf_parse(text, &definition->pf) < 0)
		vfv_parse_error(parse, setting, "pf: \"%s\" is not a PCI address", text);
	return 0;
}

static int take_serial(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	const char *text = config_setting_get_string(setting);

	if (vfv_serial_parse(text, &definition->serial) < 0 || !definition->serial)
		vfv_parse_error(parse, setting, "serial: \"%s\" is not a serial number", text);
	return 0;
}

static int take_vf(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	int number = config_setting_get_int(setting);

	if (number < 0 || number > VFV_VF_INDEX_MAX)
		vfv_parse_error(parse, setting, "vf: %d is not in the range 0 to %d", number,
				VFV_VF_INDEX_MAX);
	definition->vf = (uint32_t)number;
	return 0;
}

static int take_profile(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	const char *name = config_setting_get_string(setting);
	const char *profile = VFV_PROFILE_NATIVE;

	/* The driver's package may have been removed, which must not affect other VFs. */
	if (vfv_word_is_valid(name) && strcmp(name, VFV_WORD_MIGRATION) &&
	    vfv_drivers_profile(parse->drivers, name) < 0) {
		vfv_diag_add(parse->diags, VFV_WARNING, parse->file,
			     vfv_schema_line(parse, setting),
			     "%sprofile: no driver declares \"%s\", so the VF is native",
			     parse->where, name);
		strcpy(definition->profile, name);
		return 0;
	}
	if (vfv_parse_profile(parse, setting, &profile) < 0)
		return -ENOMEM;
	strcpy(definition->profile, profile);
	return 0;
}

static int take_migration(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;

	definition->migration = config_setting_get_bool(setting);
	return 0;
}

/*
 * The id is a string, because numbers in the language have at most nine digits and a user id may
 * have ten.
 */
void vfv_parse_uid(struct vfv_parse *parse, const config_setting_t *setting, uint32_t *ret)
{
	const char *text = config_setting_get_string(setting);
	unsigned long long uid = strtoull(text, NULL, 10);

	if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 10 ||
	    uid > UINT32_MAX)
		vfv_parse_error(parse, setting, "uid: \"%s\" is not a user id", text);
	*ret = (uint32_t)uid;
}

static int take_uid(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;

	vfv_parse_uid(parse, setting, &definition->uid);
	return 0;
}

static int take_note(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;

	definition->note = strdup(config_setting_get_string(setting));
	return definition->note ? 0 : -ENOMEM;
}

static const struct vfv_key keys[] = {
	{ "serial", VFV_TYPE_STRING, .take = take_serial },
	{ "pf", VFV_TYPE_STRING, .required = true, .take = take_pf },
	{ "vf", VFV_TYPE_NUMBER, .required = true, .take = take_vf },
	{ "profile", VFV_TYPE_STRING, .required = true, .take = take_profile },
	{ "migration", VFV_TYPE_BOOL, .take = take_migration },
	{ "uid", VFV_TYPE_STRING, .required = true, .take = take_uid },
	{ "note", VFV_TYPE_STRING, .take = take_note },
};

/*
 * Append the definition of @setting to @definitions, which has room for it, unless @setting has
 * errors.
 */
static int parse_definition(struct vfv_parse *parse, const config_setting_t *setting,
			    struct vfv_definitions *definitions)
{
	struct vfv_definition definition = { .file = parse->file };
	struct vfv_parse inner = *parse;
	size_t errors = parse->diags->errors;
	int r;

	inner.where = "definition: ";
	definition.line = config_setting_source_line(setting);
	r = vfv_schema_walk(&inner, setting, keys, ARRAY_SIZE(keys), &definition);
	if (r >= 0 && parse->diags->errors == errors)
		definitions->items[definitions->n++] = definition;
	else
		free(definition.note);
	return r;
}

static void check_twice(struct vfv_parse *parse, const struct vfv_definitions *definitions)
{
	for (size_t i = 1; i < definitions->n; i++) {
		const struct vfv_definition *item = &definitions->items[i], *other = item - 1;

		if (vfv_definitions_are_same(item, other))
			vfv_diag_add(parse->diags, VFV_ERROR, parse->file, item->line,
				     "definition: same VF as on line %u", other->line);
	}
}

int vfv_parse_definitions(struct vfv_parse *parse, const config_setting_t *setting,
			  struct vfv_policy *policy)
{
	size_t n = (size_t)config_setting_length(setting);
	struct vfv_definitions *definitions = &policy->defined;
	struct vfv_definition *items;
	int r = 0;

	if (!n)
		return 0;
	items = reallocarray(definitions->items, definitions->n + n, sizeof(*items));
	if (!items)
		return -ENOMEM;
	definitions->items = items;
	for (size_t i = 0; r >= 0 && i < n; i++)
		r = parse_definition(parse, config_setting_get_elem(setting, (unsigned int)i),
				     definitions);
	vfv_definitions_sort(definitions);
	if (r >= 0)
		check_twice(parse, definitions);
	return r;
}
