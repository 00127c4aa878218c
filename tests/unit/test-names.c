// SPDX-License-Identifier: GPL-2.0-only
/* Tests names that others rely on: the journal fields, the message ids and their catalog. */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "unit.h"

enum { MAX = 128, SIZE = 128 };

struct strings {
	size_t n;
	char name[MAX][SIZE];
	char value[MAX][SIZE];
};

static FILE *open_source(const char *name)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", getenv("VFV_SOURCE") ?: ".", name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("no %s", path);
	return file;
}

/* Reads every #define PREFIXname "value" of names.h. */
static void read_names(const char *prefix, struct strings *ret)
{
	_cleanup_fclose_ FILE *file = open_source("vfiovd/lib/names.h");
	char line[512], name[SIZE], value[SIZE];

	ret->n = 0;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "#define %127s \"%127[^\"]\"", name, value) != 2 ||
		    strncmp(name, prefix, strlen(prefix)) != 0)
			continue;
		assert_true(ret->n < MAX);
		strcpy(ret->name[ret->n], name);
		strcpy(ret->value[ret->n++], value);
	}
	assert_true(ret->n > 10);
}

static bool has(const struct strings *s, const char *value)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->value[i], value) == 0)
			return true;
	return false;
}

static void assert_unique(const struct strings *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = i + 1; j < s->n; j++)
			if (strcmp(s->value[i], s->value[j]) == 0)
				fail_msg("%s and %s are the same", s->name[i], s->name[j]);
}

/* libsystemd accepts any name, but journald silently drops names that break these rules. */
static void journald_accepts_the_fields(void **state _unused_)
{
	struct strings fields;

	read_names("VFV_FIELD_", &fields);
	assert_unique(&fields);
	for (size_t i = 0; i < fields.n; i++) {
		const char *field = fields.value[i];

		if (strncmp(field, "VFIOV_", strlen("VFIOV_")) != 0 || strlen(field) > 64)
			fail_msg("%s: %s", fields.name[i], field);
		for (; *field; field++)
			if (!isupper((unsigned char)*field) && !isdigit((unsigned char)*field) &&
			    *field != '_')
				fail_msg("%s: %s", fields.name[i], fields.value[i]);
	}
}

static void ids_are_ids(void **state _unused_)
{
	struct strings ids;

	read_names("VFV_ID_", &ids);
	assert_unique(&ids);
	for (size_t i = 0; i < ids.n; i++)
		if (strspn(ids.value[i], "0123456789abcdef") != 32 || strlen(ids.value[i]) != 32)
			fail_msg("%s: %s", ids.name[i], ids.value[i]);
}

/* Reads the ids of the catalog. The name of each entry is its subject. */
static void read_catalog(struct strings *ret)
{
	_cleanup_fclose_ FILE *file = open_source("systemd/vfiovd.catalog");
	char line[512], value[SIZE];
	bool text = false;

	ret->n = 0;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "-- %32[0-9a-f]", value) == 1) {
			if (ret->n > 0 && !text)
				fail_msg("%s has no text", ret->value[ret->n - 1]);
			text = false;
			assert_true(ret->n < MAX);
			strcpy(ret->value[ret->n], value);
			ret->name[ret->n++][0] = 0;
		} else if (ret->n > 0) {
			sscanf(line, "Subject: %127[^\n]", ret->name[ret->n - 1]);
			text |= line[0] != '\n' && !strstr(line, ": ");
		}
	}
}

static void each_id_is_explained(void **state _unused_)
{
	static struct strings ids, catalog;

	read_names("VFV_ID_", &ids);
	read_catalog(&catalog);
	assert_unique(&catalog);
	for (size_t i = 0; i < ids.n; i++)
		if (!has(&catalog, ids.value[i]))
			fail_msg("%s is not in the catalog", ids.name[i]);
	for (size_t i = 0; i < catalog.n; i++) {
		if (!has(&ids, catalog.value[i]))
			fail_msg("%s of the catalog is not in names.h", catalog.value[i]);
		if (!catalog.name[i][0])
			fail_msg("%s of the catalog has no subject", catalog.value[i]);
	}
}

/* @FIELD@ in the catalog is replaced by a field of the entry, which must exist. */
static void catalog_uses_fields_that_exist(void **state _unused_)
{
	_cleanup_fclose_ FILE *file = open_source("systemd/vfiovd.catalog");
	static struct strings fields;
	char line[512];

	read_names("VFV_FIELD_", &fields);
	while (fgets(line, sizeof(line), file)) {
		char *rest = line, *token;

		while ((token = strstr(rest, "VFIOV_"))) {
			size_t len = strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
			char end = token[len];

			token[len] = 0;
			if (!has(&fields, token))
				fail_msg("the catalog mentions %s", token);
			token[len] = end;
			rest = token + len;
		}
	}
}

static void assert_line(const char *path, const char *line)
{
	_cleanup_fclose_ FILE *file = open_source(path);
	char text[512];

	while (fgets(text, sizeof(text), file))
		if (strstr(text, line))
			return;
	fail_msg("%s has no line \"%s\"", path, line);
}

/* The daemon restores the module's defaults, so both must have the documented values. */
static void defaults_equal_those_of_the_kernel(void **state _unused_)
{
	static const struct {
		const char *name;
		int value;
	} defaults[] = {
		{ "open_wait_ms", VFV_OPEN_WAIT_MS },
		{ "grace_ms", VFV_GRACE_MS },
		{ "ring_size", VFV_RING_SIZE },
	};

	for (size_t i = 0; i < ARRAY_SIZE(defaults); i++) {
		char line[64];

		snprintf(line, sizeof(line), ".%s = %d,", defaults[i].name, defaults[i].value);
		assert_line("kmod/core/main.c", line);
		snprintf(line, sizeof(line), "#%s = %d;", defaults[i].name, defaults[i].value);
		assert_line("conf/vfiovd.conf", line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(journald_accepts_the_fields),
		cmocka_unit_test(ids_are_ids),
		cmocka_unit_test(each_id_is_explained),
		cmocka_unit_test(catalog_uses_fields_that_exist),
		cmocka_unit_test(defaults_equal_those_of_the_kernel),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
