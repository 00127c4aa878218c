// SPDX-License-Identifier: GPL-2.0-only
/* The client's names and attributes must be those of genl-spec/vfiov.yaml, in the same order. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/enums.h"
#include "lib/macro.h"
#include "lib/msg.h"
#include "unit.h"

enum { MAX = 64, SIZE = 48 };

struct words {
	size_t n;
	char word[MAX][SIZE];
};

static void add(struct words *words, const char *word)
{
	assert_true(words->n < MAX);
	snprintf(words->word[words->n++], SIZE, "%s", word);
}

/* Adds the words of a list "[ a, b,", which may continue on further lines up to "]". */
static void add_flow(struct words *words, FILE *file, char *text)
{
	char line[256];

	for (;;) {
		for (char *word = strtok(text, "[], \n"); word; word = strtok(NULL, "[], \n"))
			add(words, word);
		if (strchr(text, ']') || !fgets(line, sizeof(line), file))
			return;
		/* Check for "]" before strtok() splits the line. */
		if (strchr(line, ']')) {
			for (char *word = strtok(line, "[], \n"); word;
			     word = strtok(NULL, "[], \n"))
				add(words, word);
			return;
		}
		text = line;
	}
}

/*
 * Reads the names in the list of the item NAME of SECTION. It relies on the file's indentation:
 * four columns for items, eight for members of their lists.
 */
static void read_item(const char *section, const char *name, struct words *ret)
{
	_cleanup_fclose_ FILE *file = NULL;
	bool in_section = false, in_item = false;
	char line[256], word[SIZE], path[512];
	char *flow;

	snprintf(path, sizeof(path), "%s/genl-spec/vfiov.yaml", getenv("VFV_SOURCE") ?: ".");
	file = fopen(path, "r");
	assert_non_null(file);
	ret->n = 0;
	while (fgets(line, sizeof(line), file)) {
		if (line[0] != ' ' && line[0] != '\n' && line[0] != '#')
			in_section = strncmp(line, section, strlen(section)) == 0;
		if (!in_section)
			continue;
		if (sscanf(line, "    name: %47s", word) == 1 && strncmp(line, "     ", 5) != 0)
			in_item = strcmp(word, name) == 0;
		if (!in_item)
			continue;
		flow = strstr(line, "entries: [");
		if (flow) {
			bool ends = strchr(flow, ']');
			char *list = flow + strlen("entries: ");

			if (ends) {
				for (char *w = strtok(list, "[], \n"); w;
				     w = strtok(NULL, "[], \n"))
					add(ret, w);
			} else {
				add_flow(ret, file, list);
			}
		} else if (strncmp(line, "        name: ", 14) == 0 &&
			   sscanf(line, " name: %47s", word) == 1) {
			add(ret, word);
		}
	}
	if (ret->n == 0)
		fail_msg("nothing of %s in %s", name, section);
}

static void enums(void **state _unused_)
{
	static const struct {
		const char *name;
		const struct vfv_enum *e;
	} all[] = {
		{ "source", &vfv_enum_source },
		{ "cause", &vfv_enum_cause },
		{ "request-kind", &vfv_enum_request_kind },
		{ "verdict", &vfv_enum_verdict },
		{ "event", &vfv_enum_event },
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		struct words words;

		read_item("definitions", all[i].name, &words);
		assert_int_equal(words.n, all[i].e->n);
		for (size_t j = 0; j < words.n; j++) {
			uint32_t value;

			assert_string_equal(words.word[j], vfv_enum_name(all[i].e, j));
			assert_int_equal(vfv_enum_value(all[i].e, words.word[j], &value), 0);
			assert_int_equal(value, j);
		}
	}
}

static void assert_set(const char *name, const struct vfv_attr_set *set)
{
	struct words words;

	read_item("attribute-sets", name, &words);
	for (size_t i = 0; i < words.n; i++) {
		const char *known = vfv_msg_attr_name(set, i + 1);

		if (strcmp(words.word[i], "pad") == 0)
			assert_null(known);
		else if (!known || strcmp(known, words.word[i]) != 0)
			fail_msg("%s: attribute %zu is %s, not %s", name, i + 1, words.word[i],
				 known ?: "unknown");
	}
	assert_null(vfv_msg_attr_name(set, words.n + 1));
}

static void attributes(void **state _unused_)
{
	assert_set("vf", &vfv_vf_set);
	assert_set("request", &vfv_request_set);
	assert_set("status", &vfv_status_set);
	assert_set("audit", &vfv_audit_set);
	assert_set("doorbell", &vfv_doorbell_set);
	assert_set("set-result", vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_SET));
	assert_set("vf-stats", vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_STATS));
	assert_set("counter", vfv_msg_attr_nest(vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_STATS),
						VFIOV_A_VF_STATS_COUNTER));
	assert_set("guest", vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_GUEST));
	assert_set("names", vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_AVAILABLE));
	assert_set("names", vfv_msg_attr_nest(&vfv_vf_set, VFIOV_A_VF_MISSING));
	assert_set("driver", &vfv_driver_set);
	assert_set("profile-info", vfv_msg_attr_nest(&vfv_driver_set, VFIOV_A_DRIVER_PROFILE));
	assert_set("reason-info", vfv_msg_attr_nest(&vfv_driver_set, VFIOV_A_DRIVER_REASON));
	assert_set("counter-info", vfv_msg_attr_nest(&vfv_driver_set, VFIOV_A_DRIVER_COUNTER));
	assert_set("stats", vfv_msg_attr_nest(&vfv_status_set, VFIOV_A_STATUS_STATS));
	assert_set("requester", vfv_msg_attr_nest(&vfv_request_set, VFIOV_A_REQUEST_REQUESTER));
	assert_ptr_equal(vfv_msg_attr_nest(&vfv_request_set, VFIOV_A_REQUEST_VF), &vfv_vf_set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enums),
		cmocka_unit_test(attributes),
	};

	return cmocka_run_group_tests_name("spec", tests, NULL, NULL);
}
