// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "lib/macro.h"
#include "policy/suggest.h"
#include "unit.h"

static const char *word(size_t n, const void *data)
{
	static const char *const words[] = { "profile", "migration", "match", "pf", "vf", "not" };

	return n < ARRAY_SIZE(words) ? words[n] : NULL;
}

static void suggests(void **state)
{
	static const struct {
		const char *word, *better;
	} cases[] = {
		{ "profil", "profile" },
		{ "porfile", "profile" },
		{ "prfl", NULL },
		{ "migartion", "migration" },
		{ "migratoin", "migration" },
		{ "Match", "match" },
		{ "vfs", "vf" },
		{ "nto", "not" },
		{ "serial", NULL },
		{ "", NULL },
		{ "x", NULL },
		{ "a-key-that-is-longer-than-all-that-we-compare", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *better = vfv_suggest(cases[i].word, word, NULL);

		if (!better != !cases[i].better || (better && strcmp(better, cases[i].better)))
			fail_msg("\"%s\": %s", cases[i].word, better ? better : "nothing");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(suggests) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
