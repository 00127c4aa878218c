/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stddef.h>

/**
 * vfv_suggest - guess the word that was meant
 * @word: the word in the file
 * @name: returns the n-th valid word, NULL after the last
 *
 * Return: the nearest valid word if at most two letters (one in a short word) differ, are missing,
 * are superfluous or are swapped; otherwise NULL.
 */
const char *vfv_suggest(const char *word, const char *(*name)(size_t n, const void *data),
			const void *data);
