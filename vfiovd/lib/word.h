/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A word is the name of a profile, of a driver, or of a reason why a VF can not take a profile: 1 to
 * 31 letters, digits, "_" or "-", a letter or digit first. Each driver brings its own words. Of the
 * profiles only "native" (lib/names.h) is known here: each driver has it, and it is what a VF is when
 * nothing was granted.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "names.h"

enum {
	VFV_WORD_SIZE = 32, /* bytes, with the NUL */
	VFV_WORDS_MAX = 16, /* profiles, or reasons, of one driver */
};

/* A set in the order in which it was filled, each word once. Zero-initialise. */
struct vfv_words {
	uint32_t n;
	char items[VFV_WORDS_MAX][VFV_WORD_SIZE];
};

/* What stands beside profiles in lists of what a VF can and may, so that no profile has that name. */
#define VFV_WORD_MIGRATION "migration"

bool vfv_word_is_valid(const char *word);

/* Is PROFILE what no gate, no rule and no device is needed for? "" is not: it is no profile. */
static inline bool vfv_is_native(const char *profile)
{
	return strcmp(profile, VFV_PROFILE_NATIVE) == 0;
}

/* Returns 0, also when WORDS has it already; -EINVAL when it is no word, -E2BIG when WORDS is full. */
int vfv_words_add(struct vfv_words *words, const char *word);

bool vfv_words_have(const struct vfv_words *words, const char *word);

/* Do both have the same words, in any order? */
bool vfv_words_equal(const struct vfv_words *a, const struct vfv_words *b);

/*
 * Read words with blanks between them. Returns 0; -EINVAL or -E2BIG as vfv_words_add(), and then RET
 * has the words before that one.
 */
int vfv_words_parse(const char *text, struct vfv_words *ret);

/* Write the words with SEPARATOR between them. TEXT is always terminated; what does not fit is cut. */
void vfv_words_format(const struct vfv_words *words, const char *separator, char *text,
		      size_t size);
