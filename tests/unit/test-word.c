// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests names of profiles, drivers and reasons, sets of names, and their numbers in netlink
 * messages.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux/vfiov.h>

#include "lib/word.h"
#include "lib/macro.h"
#include "lib/word.h"
#include "unit.h"

static void valid_words(void **state _unused_)
{
	static const char *const good[] = {
		"native", "vfio-pci", "nvgrace-gpu-vfio-pci",
		"7",	  "A_b-C",    "of-31-bytes-which-is-the-longest" + 1
	};
	static const char *const bad[] = {
		"",    " ",   "-a",  "_a",	 "a b",
		"a.b", "a/b", "a\n", "\xc3\xa9", "of-31-bytes-which-is-the-longest"
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(vfv_word_is_valid(good[i]));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(vfv_word_is_valid(bad[i]));
	/* An empty name does not mean native. */
	assert_true(vfv_is_native("native"));
	assert_false(vfv_is_native(""));
	assert_false(vfv_is_native("Native"));
}

static void sets(void **state _unused_)
{
	struct vfv_words words = { 0 }, other = { 0 };
	char word[VFV_WORD_SIZE];

	assert_int_equal(vfv_words_add(&words, "b"), 0);
	assert_int_equal(vfv_words_add(&words, "a"), 0);
	assert_int_equal(vfv_words_add(&words, "b"), 0);
	assert_int_equal(words.n, 2);
	assert_true(vfv_words_have(&words, "a"));
	assert_false(vfv_words_have(&words, "ab"));
	assert_false(vfv_words_have(&words, ""));
	assert_int_equal(vfv_words_add(&words, "no good"), -EINVAL);
	assert_int_equal(vfv_words_parse("a b", &other), 0);
	assert_true(vfv_words_equal(&words, &other));
	assert_int_equal(vfv_words_parse("a c", &other), 0);
	assert_false(vfv_words_equal(&words, &other));
	assert_int_equal(vfv_words_parse("a", &other), 0);
	assert_false(vfv_words_equal(&words, &other));

	for (int i = 2; i < VFV_WORDS_MAX; i++) {
		snprintf(word, sizeof(word), "w%d", i);
		assert_int_equal(vfv_words_add(&words, word), 0);
	}
	assert_int_equal(vfv_words_add(&words, "more"), -E2BIG);
	assert_int_equal(vfv_words_add(&words, "w7"), 0);
	assert_int_equal(words.n, VFV_WORDS_MAX);
}

static void parse_and_format(void **state _unused_)
{
	struct vfv_words words;
	char text[32];

	assert_int_equal(vfv_words_parse("", &words), 0);
	assert_int_equal(words.n, 0);
	vfv_words_format(&words, ", ", text, sizeof(text));
	assert_string_equal(text, "");
	assert_int_equal(vfv_words_parse("  native  legacy ", &words), 0);
	vfv_words_format(&words, ", ", text, sizeof(text));
	assert_string_equal(text, "native, legacy");
	vfv_words_format(&words, ",", text, 10);
	assert_string_equal(text, "native,le");
	vfv_words_format(&words, ",", text, 0);
	assert_int_equal(vfv_words_parse("native no.good legacy", &words), -EINVAL);
	assert_int_equal(words.n, 1);
	assert_int_equal(vfv_words_parse("of-32-bytes-which-is-one-too-long", &words), -EINVAL);
	assert_int_equal(vfv_words_parse("a b c d e f g h i j k l m n o p q", &words), -E2BIG);
	assert_int_equal(words.n, VFV_WORDS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_words),
		cmocka_unit_test(sets),
		cmocka_unit_test(parse_and_format),
	};

	return cmocka_run_group_tests_name("word", tests, NULL, NULL);
}
