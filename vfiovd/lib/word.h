/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A word is the name of a profile, of a driver, or of a reason why a VF cannot have a profile: 1 to
 * 31 letters, digits, "_" or "-", a letter or digit first. Each driver has its own words. The only
 * profile known here is "native" (lib/names.h): each driver has it, and a VF has it when nothing
 * was granted.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "names.h"

enum {
	VFV_WORD_SIZE = 32, /* bytes, with the NUL */
	VFV_WORDS_MAX = 16, /* maximum number of profiles, and of reasons, of one driver */
};

/* A set of words in the order in which they were added. Zero-initialise. */
struct vfv_words {
	uint32_t n;
	char items[VFV_WORDS_MAX][VFV_WORD_SIZE];
};

/*
 * This name appears next to profiles in lists of what a VF can and may do, so no profile may have
 * this name.
 */
#define VFV_WORD_MIGRATION "migration"

bool vfv_word_is_valid(const char *word);

/*
 * Returns true for the profile that needs no gate, no rule and no ability of the device. "" is not
 * a profile, so it returns false.
 */
static inline bool vfv_is_native(const char *profile)
{
	return strcmp(profile, VFV_PROFILE_NATIVE) == 0;
}

/*
 * Returns 0, even if WORDS already has WORD; -EINVAL if it is not a valid word, -E2BIG if WORDS is
 * full.
 */
int vfv_words_add(struct vfv_words *words, const char *word);

bool vfv_words_have(const struct vfv_words *words, const char *word);

/* Returns true if both have the same words, in any order. */
bool vfv_words_equal(const struct vfv_words *a, const struct vfv_words *b);

/*
 * Read words separated by blanks. Returns 0, or -EINVAL or -E2BIG like vfv_words_add() with the
 * words before the bad one in RET.
 */
int vfv_words_parse(const char *text, struct vfv_words *ret);

/*
 * Write the words with SEPARATOR between them. TEXT is always terminated, and truncated if it is
 * too short.
 */
void vfv_words_format(const struct vfv_words *words, const char *separator, char *text,
		      size_t size);
