/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a libconfig group according to a table of its keys. A key that is not in the table, has
 * another type or is missing is an error with file and line.
 *
 * The functions here and the take functions in the tables return 0 even after adding an error to
 * the diagnostics, so that one pass finds all errors. The only failure is -ENOMEM.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <libconfig.h>

#include "diag.h"
#include "drivers.h"
#include "named.h"

enum {
	VFV_TYPE_BOOL = 1 << 0,
	VFV_TYPE_NUMBER = 1 << 1,
	VFV_TYPE_STRING = 1 << 2,
	VFV_TYPE_STRINGS = 1 << 3, /* a string, or a list of them */
	VFV_TYPE_NUMBERS = 1 << 4, /* a number, or a list of them; together with STRINGS, lists
				    * may be mixed */
	VFV_TYPE_GROUP = 1 << 5,
	VFV_TYPE_GROUPS = 1 << 6, /* a list of groups */
};

/* The text of a file, and where the last string was found: see vfv_schema_line(). */
struct vfv_text {
	const char *text; /* ends in NUL */
	const config_setting_t *list;
	const char *at; /* the start of @line; NULL means the first line */
	unsigned int line;
};

/* The position in a file. */
struct vfv_parse {
	const char *file;
	struct vfv_text *text;
	const char *where; /* "rule \"x\": match: ", or "" */
	struct vfv_diags *diags;
	struct vfv_named_set *named;	   /* the policy's */
	const struct vfv_drivers *drivers; /* the policy's */
};

struct vfv_key {
	const char *name;
	unsigned int types;
	bool required;
	const char *elsewhere; /* where the key belongs, if not here; take() is then NULL */
	int (*take)(struct vfv_parse *parse, const config_setting_t *setting, void *object);
};

#define vfv_parse_error(parse, setting, format, ...)                                            \
	vfv_diag_add((parse)->diags, VFV_ERROR, (parse)->file, vfv_schema_line(parse, setting), \
		     "%s" format, (parse)->where, ##__VA_ARGS__)

/*
 * The line of @setting. For a string in a list, libconfig only knows the line of the token after
 * it, so the file is searched for the string, starting where the previous one in the list was
 * found.
 */
unsigned int vfv_schema_line(const struct vfv_parse *parse, const config_setting_t *setting);

/* Pass all members of @group to their take functions. */
int vfv_schema_walk(struct vfv_parse *parse, const config_setting_t *group,
		    const struct vfv_key *keys, size_t n, void *object);

/* Add an error for an unknown member of a group; @name as for vfv_suggest(). */
void vfv_schema_unknown(struct vfv_parse *parse, const config_setting_t *setting,
			const char *(*name)(size_t n, const void *data), const void *data);

/*
 * Add an error: @word is not a value of the key @key. @known describes the valid values; @name as
 * for vfv_suggest().
 */
void vfv_schema_unknown_word(struct vfv_parse *parse, const config_setting_t *setting,
			     const char *key, const char *word, const char *known,
			     const char *(*name)(size_t n, const void *data), const void *data);

/* Return: true if @setting has one of @types. Otherwise, and for an empty list, adds an error. */
bool vfv_schema_check(struct vfv_parse *parse, const config_setting_t *setting, unsigned int types);

/* The members of a list, or the setting itself when it is not a list. */
size_t vfv_schema_length(const config_setting_t *setting);
const config_setting_t *vfv_schema_element(const config_setting_t *setting, size_t i);
