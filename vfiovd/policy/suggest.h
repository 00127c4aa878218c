/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stddef.h>

/**
 * vfv_suggest - what somebody may have meant
 * @word: what he wrote
 * @name: returns the n-th of the words that would have been right, NULL behind the last
 *
 * Return: the nearest of them when at most two letters differ, are missing,
 * superfluous or swapped (one in a short word), otherwise NULL.
 */
const char *vfv_suggest(const char *word, const char *(*name)(size_t n, const void *data),
			const void *data);
