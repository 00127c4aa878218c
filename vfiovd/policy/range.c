/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "range.h"

static void skip_blanks(const char **text)
{
	*text += strspn(*text, " \t");
}

static int parse_number(const char **text, uint32_t *number, const char **why)
{
	uint32_t value = 0;
	const char *start;

	skip_blanks(text);
	start = *text;
	for (; **text >= '0' && **text <= '9'; ++*text) {
		value = value * 10 + (uint32_t)(**text - '0');
		if (value > VFV_VF_INDEX_MAX) {
			*why = "a VF number must be 0 to 65534";
			return -EINVAL;
		}
	}
	if (*text == start) {
		*why = "a VF number is missing";
		return -EINVAL;
	}
	skip_blanks(text);
	*number = value;
	return 0;
}

static int parse_range(const char **text, struct vfv_range *range, const char **why)
{
	int r = parse_number(text, &range->first, why);

	if (r < 0)
		return r;
	range->last = range->first;
	if (**text != '-')
		return 0;
	++*text;
	r = parse_number(text, &range->last, why);
	if (r < 0)
		return r;
	if (range->last < range->first) {
		*why = "the range ends before it starts";
		return -EINVAL;
	}
	return 0;
}

static int order(const void *left, const void *right)
{
	const struct vfv_range *a = left, *b = right;

	return (a->first > b->first) - (a->first < b->first);
}

static size_t merge(struct vfv_range *ranges, size_t n)
{
	size_t kept = 0;

	qsort(ranges, n, sizeof(*ranges), order);
	for (size_t i = 1; i < n; i++) {
		if (ranges[i].first > ranges[kept].last + 1)
			ranges[++kept] = ranges[i];
		else if (ranges[i].last > ranges[kept].last)
			ranges[kept].last = ranges[i].last;
	}
	return kept + 1;
}

static size_t count_commas(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == ',';
	return n;
}

int vfv_ranges_parse(const char *text, size_t *n, struct vfv_range **ret, const char **why)
{
	size_t max = count_commas(text) + 1, got = 0;
	struct vfv_range *ranges = calloc(max, sizeof(*ranges));
	int r;

	if (!ranges)
		return -ENOMEM;
	for (;;) {
		r = parse_range(&text, &ranges[got], why);
		if (r < 0)
			break;
		got++;
		if (!*text)
			break;
		if (*text++ != ',') {
			*why = "a range may contain only digits, \"-\" and \",\"";
			r = -EINVAL;
			break;
		}
	}
	if (r < 0) {
		free(ranges);
		return r;
	}
	*n = merge(ranges, got);
	*ret = ranges;
	return 0;
}

bool vfv_ranges_contain(const struct vfv_range *ranges, size_t n, uint32_t index)
{
	for (size_t i = 0; i < n; i++)
		if (index >= ranges[i].first && index <= ranges[i].last)
			return true;
	return false;
}
