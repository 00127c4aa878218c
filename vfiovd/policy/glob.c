/* SPDX-License-Identifier: GPL-2.0-only */
#include <stddef.h>

#include "glob.h"

/*
 * Only the last "*" needs to be retried, because it can match any additional text that an earlier
 * one could match. So no recursion is needed.
 */
bool vfv_glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *resume = NULL;

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/*
 * Treat @b as a text in which "?" and "*" are two additional letters. Only "?" and "*" in @a match
 * the former, and only "*" in @a matches the latter.
 */
bool vfv_glob_covers(const char *a, const char *b)
{
	const char *star = NULL, *resume = NULL;

	while (*b) {
		if (*a == '*') {
			star = a++;
			resume = b;
		} else if (*b != '*' && (*a == '?' || *a == *b)) {
			a++;
			b++;
		} else if (star) {
			a = star + 1;
			b = ++resume;
		} else {
			return false;
		}
	}
	while (*a == '*')
		a++;
	return !*a;
}
