/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses a file of drivers.d. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"

/* The profile or reason that is being read. */
struct entry {
	char name[VFV_WORD_SIZE];
	char summary[VFV_SUMMARY_SIZE];
	enum vfv_gate gate;
	bool has_gate;
};

static void take_word(struct vfv_parse *parse, const config_setting_t *setting,
		      char word[static VFV_WORD_SIZE])
{
	const char *text = config_setting_get_string(setting);

	if (!vfv_word_is_valid(text) || !strcmp(text, VFV_WORD_MIGRATION))
		vfv_parse_error(
			parse, setting,
			"%s: must be 1 to %d letters, digits, \"_\" or \"-\", begin with a letter "
			"or digit, and not be \"%s\"",
			config_setting_name(setting), VFV_WORD_SIZE - 1, VFV_WORD_MIGRATION);
	else
		strcpy(word, text);
}

static int take_name(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct entry *entry = object;

	take_word(parse, setting, entry->name);
	return 0;
}

/* The reason that prevents migration is called "migration", a name that no profile may have. */
static int take_reason_name(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct entry *entry = object;

	if (!strcmp(config_setting_get_string(setting), VFV_WORD_MIGRATION))
		strcpy(entry->name, VFV_WORD_MIGRATION);
	else
		take_word(parse, setting, entry->name);
	return 0;
}

static int take_summary(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const char *text = config_setting_get_string(setting);
	struct entry *entry = object;

	if (strlen(text) >= sizeof(entry->summary))
		vfv_parse_error(parse, setting, "summary: longer than %d bytes",
				VFV_SUMMARY_SIZE - 1);
	else
		strcpy(entry->summary, text);
	return 0;
}

static int take_gate(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const char *text = config_setting_get_string(setting);
	struct entry *entry = object;

	entry->has_gate = true;
	if (!strcmp(text, "allow_transitional"))
		entry->gate = VFV_GATE_TRANSITIONAL;
	else if (strcmp(text, "allow_profiles"))
		vfv_parse_error(
			parse, setting,
			"gate: \"%s\" is neither \"allow_transitional\" nor \"allow_profiles\"",
			text);
	return 0;
}

static const struct vfv_key profile_keys[] = {
	{ "name", VFV_TYPE_STRING, .required = true, .take = take_name },
	{ "summary", VFV_TYPE_STRING, .take = take_summary },
	{ "gate", VFV_TYPE_STRING, .take = take_gate },
};

static const struct vfv_key reason_keys[] = {
	{ "name", VFV_TYPE_STRING, .required = true, .take = take_reason_name },
	{ "summary", VFV_TYPE_STRING, .take = take_summary },
};

const struct vfv_key_table vfv_keys_profile = { profile_keys, ARRAY_SIZE(profile_keys) };

/* Read one member of a list. Return: 0 with the name in @entry, "" after an error; -ENOMEM. */
static int take_entry(struct vfv_parse *parse, const config_setting_t *setting,
		      const struct vfv_key_table *table, struct vfv_words *words,
		      struct entry *entry)
{
	size_t errors = parse->diags->errors;
	int r = vfv_schema_walk(parse, setting, table->keys, table->n, entry);

	if (r < 0)
		return r;
	if (parse->diags->errors == errors && vfv_words_have(words, entry->name))
		vfv_parse_error(parse, setting, "\"%s\" is declared twice", entry->name);
	if (parse->diags->errors == errors && vfv_words_add(words, entry->name) < 0)
		vfv_parse_error(parse, setting, "more than %d entries", VFV_WORDS_MAX);
	if (parse->diags->errors > errors)
		entry->name[0] = '\0';
	return 0;
}

/* cppcheck-suppress constParameter ; the table of keys determines the type */
static int take_profiles(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const char *where = parse->where;
	struct vfv_driver *driver = object;
	int n = config_setting_length(setting), r = 0;

	parse->where = "profiles: ";
	for (int i = 0; r >= 0 && i < n; i++) {
		const config_setting_t *element = config_setting_get_elem(setting, (unsigned int)i);
		const struct vfv_key_table table = vfv_keys_profile;
		uint32_t at = driver->profiles.n;
		struct entry entry = { 0 };

		r = take_entry(parse, element, &table, &driver->profiles, &entry);
		if (r < 0 || !*entry.name)
			continue;
		if (vfv_is_native(entry.name) != !i)
			vfv_parse_error(parse, element,
					"the first profile must be \"%s\", and no other may be",
					VFV_PROFILE_NATIVE);
		if (!i && entry.has_gate)
			vfv_parse_error(parse, element, "\"%s\" must not have a gate",
					VFV_PROFILE_NATIVE);
		driver->gates[at] = i ? entry.gate : VFV_GATE_NONE;
		strcpy(driver->summaries[at], entry.summary);
	}
	parse->where = where;
	return r;
}

/* cppcheck-suppress constParameter ; the table of keys determines the type */
static int take_reasons(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	const struct vfv_key_table table = { reason_keys, ARRAY_SIZE(reason_keys) };
	const char *where = parse->where;
	struct vfv_driver *driver = object;
	int n = config_setting_length(setting), r = 0;

	parse->where = "reasons: ";
	for (int i = 0; r >= 0 && i < n; i++) {
		uint32_t at = driver->reasons.n;
		struct entry entry = { 0 };

		r = take_entry(parse, config_setting_get_elem(setting, (unsigned int)i), &table,
			       &driver->reasons, &entry);
		if (r >= 0 && *entry.name)
			strcpy(driver->reason_summaries[at], entry.summary);
	}
	parse->where = where;
	return r;
}

static int take_driver(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	struct vfv_driver *driver = object;

	take_word(parse, setting, driver->name);
	return 0;
}

static int take_version(struct vfv_parse *parse, const config_setting_t *setting, void *object)
{
	return vfv_parse_version(parse, setting);
}

static const struct vfv_key keys[] = {
	{ "version", VFV_TYPE_NUMBER, .take = take_version },
	{ "driver", VFV_TYPE_STRING, .required = true, .take = take_driver },
	{ "profiles", VFV_TYPE_GROUPS, .required = true, .take = take_profiles },
	{ "reasons", VFV_TYPE_GROUPS, .take = take_reasons },
};

const struct vfv_key_table vfv_keys_driver_file = { keys, ARRAY_SIZE(keys) };

/* Each driver has its own file, so that a file of the same name elsewhere replaces it. */
static bool is_named(const char *file, const char *driver)
{
	const char *base = basename(file);
	size_t length = strlen(driver);

	return !strncmp(base, driver, length) && !strcmp(base + length, ".conf");
}

int vfv_parse_driver(struct vfv_parse *parse, const config_setting_t *root,
		     struct vfv_drivers *drivers)
{
	struct vfv_driver driver = { .file = parse->file };
	size_t errors = parse->diags->errors;
	int r = vfv_schema_walk(parse, root, keys, ARRAY_SIZE(keys), &driver);

	if (r < 0)
		return r;
	if (parse->diags->errors == errors && !driver.profiles.n)
		vfv_parse_error(parse, root, "profiles: the first must be \"%s\"",
				VFV_PROFILE_NATIVE);
	if (parse->diags->errors == errors && !is_named(parse->file, driver.name))
		vfv_parse_error(parse, root, "the file of driver \"%s\" must be named %s.conf",
				driver.name, driver.name);
	if (parse->diags->errors > errors)
		return 0;
	r = vfv_drivers_put(drivers, &driver);
	if (r == -E2BIG) {
		vfv_parse_error(parse, root,
				"more than %d drivers, or more than %d profiles of all drivers",
				VFV_DRIVERS_MAX, VFV_PROFILE_NAMES_MAX);
		return 0;
	}
	return r;
}
