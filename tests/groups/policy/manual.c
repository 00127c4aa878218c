// SPDX-License-Identifier: GPL-2.0-only
/* vfiovd.conf(5) documents exactly the keys in the parser's tables. */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/parse.h"
#include "policy/sample.h"

enum { KEYS_MAX = 64, KEY_SIZE = 32 };

struct keys {
	size_t n;
	char names[KEYS_MAX][KEY_SIZE];
};

static bool has(const struct keys *keys, const char *name)
{
	for (size_t i = 0; i < keys->n; i++)
		if (!strcmp(keys->names[i], name))
			return true;
	return false;
}

static void add(struct keys *keys, const char *name)
{
	assert_true(keys->n < KEYS_MAX && strlen(name) < KEY_SIZE);
	strcpy(keys->names[keys->n++], name);
}

static void from_table(const struct vfv_key_table *table, struct keys *keys)
{
	for (size_t i = 0; i < table->n; i++)
		if (!table->keys[i].elsewhere)
			add(keys, table->keys[i].name);
}

static void from_match(struct keys *keys)
{
	for (size_t i = 0; i < VFV_N_MATCH_KEYS; i++)
		add(keys, vfv_match_ops[i]->name);
	add(keys, "not");
}

/* Collects the items ".It Cm KEY , KEY" of the section ".Ss TITLE". */
static void from_page(const char *title, struct keys *keys)
{
	_cleanup_fclose_ FILE *file = fopen(MANUAL, "re");
	char line[256];
	bool inside = false;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, ".Ss ", 4) || !strncmp(line, ".Sh ", 4))
			inside = !strncmp(line, ".Ss ", 4) && !strcmp(line + 4, title);
		if (!inside || strncmp(line, ".It Cm ", 7))
			continue;
		for (char *word = strtok(line + 7, " ,"); word; word = strtok(NULL, " ,"))
			add(keys, word);
	}
}

static void compare(const char *title, const struct keys *code)
{
	struct keys page = { 0 };

	from_page(title, &page);
	assert_true(code->n > 0);
	for (size_t i = 0; i < code->n; i++)
		if (!has(&page, code->names[i]))
			fail_msg("%s: %s is not explained", title, code->names[i]);
	for (size_t i = 0; i < page.n; i++)
		if (!has(code, page.names[i]))
			fail_msg("%s: there is no %s", title, page.names[i]);
}

static void explains_all_keys(void **state)
{
	static const struct {
		const char *title;
		const struct vfv_key_table *table;
	} tables[] = {
		{ "Keys of vfiovd.conf", &vfv_keys_main },
		{ "Keys of a file in policy.d", &vfv_keys_rules_file },
		{ "Keys of a file in drivers.d", &vfv_keys_driver_file },
		{ "Keys of a rule", &vfv_keys_rule },
	};
	struct keys match = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		struct keys keys = { 0 };

		from_table(tables[i].table, &keys);
		compare(tables[i].title, &keys);
	}
	from_match(&match);
	compare("Keys of match", &match);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(explains_all_keys) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
