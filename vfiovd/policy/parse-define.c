/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"

static int take_pf(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	const char *text = config_setting_get_string(setting);

	if (vfv_bdf_parse(text, &definition->pf) < 0)
		vfv_parse_error(parse, setting, "pf: \"%s\" is not a PCI address", text);
	return 0;
}

static int take_vf(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;
	int number = config_setting_get_int(setting);

	if (number < 0 || number > VFV_VF_INDEX_MAX)
		vfv_parse_error(parse, setting, "vf: %d is not in 0 to %d", number,
				VFV_VF_INDEX_MAX);
	definition->vf = (uint32_t)number;
	return 0;
}

static int take_profile(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;

	return vfv_parse_profile(parse, setting, &definition->profile);
}

static int take_migration(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_definition *definition = object;

	definition->migration = config_setting_get_bool(setting);
	return 0;
}

/* A number of the language has nine digits at most, a user id may have ten. */
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
	{ "pf", VFV_TYPE_STRING, .required = true, .take = take_pf },
	{ "vf", VFV_TYPE_NUMBER, .required = true, .take = take_vf },
	{ "profile", VFV_TYPE_STRING, .required = true, .take = take_profile },
	{ "migration", VFV_TYPE_BOOL, .take = take_migration },
	{ "uid", VFV_TYPE_STRING, .required = true, .take = take_uid },
	{ "note", VFV_TYPE_STRING, .take = take_note },
};

static int parse_definition(struct vfv_parse *parse, const config_setting_t *setting,
			    struct vfv_definitions *definitions)
{
	struct vfv_definition definition = { .file = parse->file };
	struct vfv_parse inner = { parse->file, parse->text, "definition: ", parse->diags };
	size_t errors = parse->diags->errors;
	const struct vfv_definition *other;
	int r;

	definition.line = config_setting_source_line(setting);
	r = vfv_schema_walk(&inner, setting, keys, ARRAY_SIZE(keys), &definition);
	other = vfv_definitions_find(definitions, definition.pf, definition.vf);
	if (other && parse->diags->errors == errors)
		vfv_parse_error(&inner, setting, "line %u is for the same VF", other->line);
	if (r >= 0 && parse->diags->errors == errors)
		r = vfv_definitions_put(definitions, &definition);
	else
		r = r < 0 ? r : -EINVAL;
	if (r < 0)
		free(definition.note);
	return r == -ENOMEM ? r : 0;
}

int vfv_parse_definitions(struct vfv_parse *parse, const config_setting_t *setting,
			  struct vfv_policy *policy)
{
	int r = 0;

	for (int i = 0; r >= 0 && i < config_setting_length(setting); i++)
		r = parse_definition(parse, config_setting_get_elem(setting, (unsigned int)i),
				     &policy->defined);
	return r;
}
