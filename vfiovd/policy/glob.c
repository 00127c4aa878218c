/* SPDX-License-Identifier: GPL-2.0-only */
#include <stddef.h>

#include "glob.h"

/*
 * Only the last "*" ever needs to be tried again: what an earlier one could
 * take more of, the later one takes just as well. Hence no recursion.
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
