/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "suggest.h"

enum { WORD_MAX = 31, FAR = WORD_MAX + 1 };

static unsigned int min(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Damerau-Levenshtein distance with swaps of adjacent letters, three rows at a time. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int rows[3][WORD_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > WORD_MAX || lb > WORD_MAX)
		return FAR;
	for (unsigned int j = 0; j <= lb; j++)
		rows[0][j] = j;
	for (unsigned int i = 1; i <= la; i++) {
		unsigned int *row = rows[i % 3], *above = rows[(i + 2) % 3];
		const unsigned int *two_above = rows[(i + 1) % 3];

		row[0] = i;
		for (unsigned int j = 1; j <= lb; j++) {
			row[j] = min(above[j], row[j - 1]) + 1;
			row[j] = min(row[j], above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = min(row[j], two_above[j - 2] + 1);
		}
	}
	return rows[la % 3][lb];
}

const char *vfv_suggest(const char *word, const char *(*name)(size_t n, const void *data),
			const void *data)
{
	unsigned int least = strlen(word) > 4 ? 3 : 2;
	const char *best = NULL, *candidate;

	for (size_t i = 0; (candidate = name(i, data)); i++) {
		unsigned int d = distance(word, candidate);

		if (d < least) {
			least = d;
			best = candidate;
		}
	}
	return best;
}
