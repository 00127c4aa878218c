/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"
#include "prescan.h"

int vfv_parse_version(struct vfv_parse *parse, const config_setting_t *setting)
{
	int version = config_setting_get_int(setting);

	if (version != 1)
		vfv_parse_error(parse, setting, "version %d is not supported, only version 1 is",
				version);
	return 0;
}

static int take_version(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_version(parse, setting);
}

static int take_mode(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const char *mode = config_setting_get_string(setting);
	struct vfv_policy *policy = object;

	policy->settings.log_only = !strcmp(mode, "log-only");
	if (!policy->settings.log_only && strcmp(mode, "enforce"))
		vfv_parse_error(parse, setting,
				"mode: \"%s\" is neither \"enforce\" nor \"log-only\"", mode);
	return 0;
}

static int take_allow_transitional(struct vfv_parse *parse, const config_setting_t *setting,
				   void *object)
{
	struct vfv_policy *policy = object;

	policy->settings.allow_transitional = config_setting_get_bool(setting);
	return 0;
}

static int take_allow_migration(struct vfv_parse *parse, const config_setting_t *setting,
				void *object)
{
	struct vfv_policy *policy = object;

	policy->settings.allow_migration = config_setting_get_bool(setting);
	return 0;
}

static int take_allow_profiles(struct vfv_parse *parse, const config_setting_t *setting,
			       void *object)
{
	return vfv_parse_allow_profiles(parse, setting, object);
}

static int take_audit(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_policy *policy = object;

	return vfv_parse_level(parse, setting, &policy->settings.audit);
}

static int take_default(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_default(parse, setting, object);
}

static void take_bounded(struct vfv_parse *parse, const config_setting_t *setting, int min, int max,
			 int *value)
{
	int number = config_setting_get_int(setting);

	if (number < min || number > max)
		vfv_parse_error(parse, setting, "%s: %d is not in the range %d to %d",
				config_setting_name(setting), number, min, max);
	else
		*value = number;
}

static int take_open_wait(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_policy *policy = object;

	take_bounded(parse, setting, 0, VFIOV_OPEN_WAIT_CAP, &policy->settings.open_wait_ms);
	return 0;
}

static int take_grace(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_policy *policy = object;

	take_bounded(parse, setting, 0, VFIOV_GRACE_CAP, &policy->settings.grace_ms);
	return 0;
}

static int take_ring_size(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_policy *policy = object;

	take_bounded(parse, setting, VFIOV_RING_SIZE_MIN, VFIOV_RING_SIZE_CAP,
		     &policy->settings.ring_size);
	return 0;
}

static int take_rules(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_rules(parse, setting, object);
}

static int take_defined(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_definitions(parse, setting, object);
}

static const char in_main[] = "vfiovd.conf";
static const char in_rules[] = "a file in policy.d";

/*
 * Gates are allowed only in this file: if a drop-in could contain a gate, a single file could opt
 * in.
 */
static const struct vfv_key main_keys[] = {
	{ "version", VFV_TYPE_NUMBER, .take = take_version },
	{ "mode", VFV_TYPE_STRING, .take = take_mode },
	{ "allow_transitional", VFV_TYPE_BOOL, .take = take_allow_transitional },
	{ "allow_migration", VFV_TYPE_BOOL, .take = take_allow_migration },
	{ "allow_profiles", VFV_TYPE_STRINGS, .take = take_allow_profiles },
	{ "default", VFV_TYPE_GROUP, .take = take_default },
	{ "audit", VFV_TYPE_STRING, .take = take_audit },
	{ "open_wait_ms", VFV_TYPE_NUMBER, .take = take_open_wait },
	{ "grace_ms", VFV_TYPE_NUMBER, .take = take_grace },
	{ "ring_size", VFV_TYPE_NUMBER, .take = take_ring_size },
	{ "rules", .elsewhere = in_rules },
};

static const struct vfv_key rules_file_keys[] = {
	{ "version", VFV_TYPE_NUMBER, .take = take_version },
	{ "rules", VFV_TYPE_GROUPS, .take = take_rules },
	{ "mode", .elsewhere = in_main },
	{ "allow_transitional", .elsewhere = in_main },
	{ "allow_migration", .elsewhere = in_main },
	{ "allow_profiles", .elsewhere = in_main },
	{ "default", .elsewhere = in_main },
	{ "audit", .elsewhere = in_main },
	{ "open_wait_ms", .elsewhere = in_main },
	{ "grace_ms", .elsewhere = in_main },
	{ "ring_size", .elsewhere = in_main },
};

static const struct vfv_key defined_file_keys[] = {
	{ "version", VFV_TYPE_NUMBER, .take = take_version },
	{ "defined", VFV_TYPE_GROUPS, .take = take_defined },
};

const struct vfv_key_table vfv_keys_main = { main_keys, ARRAY_SIZE(main_keys) };
const struct vfv_key_table vfv_keys_rules_file = { rules_file_keys, ARRAY_SIZE(rules_file_keys) };
const struct vfv_key_table vfv_keys_defined_file = { defined_file_keys,
						     ARRAY_SIZE(defined_file_keys) };

static const struct vfv_key_table *keys_of(enum vfv_file_kind kind)
{
	switch (kind) {
	case VFV_FILE_MAIN:
		return &vfv_keys_main;
	case VFV_FILE_RULES:
		return &vfv_keys_rules_file;
	case VFV_FILE_DEFINED:
		return &vfv_keys_defined_file;
	case VFV_FILE_DRIVER:
		return &vfv_keys_driver_file;
	}
	return &vfv_keys_rules_file;
}

static int walk(const struct vfv_policy_file *file, struct vfv_parse *parse,
		struct vfv_policy *policy)
{
	const struct vfv_key_table *table = keys_of(file->kind);
	config_t config;
	int r = 0;

	config_init(&config);
	if (config_read_string(&config, parse->text->text) != CONFIG_TRUE)
		vfv_diag_add(parse->diags, VFV_ERROR, parse->file,
			     (unsigned int)config_error_line(&config), "%s",
			     config_error_text(&config));
	else if (file->kind == VFV_FILE_DRIVER)
		r = vfv_parse_driver(parse, config_root_setting(&config), &policy->drivers);
	else
		r = vfv_schema_walk(parse, config_root_setting(&config), table->keys, table->n,
				    policy);
	config_destroy(&config);
	return r;
}

int vfv_parse_file(const struct vfv_policy_file *file, const char *name, struct vfv_diags *diags,
		   struct vfv_policy *policy)
{
	struct vfv_text lines = { 0 };
	struct vfv_parse parse = {
		.file = name,
		.text = &lines,
		.where = "",
		.diags = diags,
		.named = &policy->named,
		.drivers = &policy->drivers,
	};
	_cleanup_free_ char *text = NULL;

	if (!file->size || vfv_prescan(name, file->data, file->size, diags) < 0)
		return 0;
	/* libconfig 1.5 rejects a comment that ends the file without a line feed. */
	if (asprintf(&text, "%.*s\n", (int)file->size, (const char *)file->data) < 0)
		text = NULL;
	if (!text)
		return -ENOMEM;
	lines.text = text;
	return walk(file, &parse, policy);
}
