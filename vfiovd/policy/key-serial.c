/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key serial: whole numbers, which the index can find, or patterns for the cards of one vendor.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "ascii.h"
#include "glob.h"
#include "match.h"
#include "serial.h"

/* Return: true for digits, dashes and wildcards, not longer than a serial number. */
static bool is_pattern(const char *text)
{
	size_t fixed = 0;

	for (; *text; text++) {
		if (vfv_hex_digit((unsigned char)*text) < 0 && !strchr("-*?", *text))
			return false;
		fixed += *text != '*';
	}
	return fixed < VFV_SERIAL_TEXT;
}

/* Serial numbers are compared in lower case. */
static char *small_letters(const char *text)
{
	char *copy = strdup(text);

	for (char *c = copy; c && *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static int serial_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	_cleanup_free_ char *pattern = NULL;
	union vfv_value value = { .serial.pattern = NULL };
	int r;

	if (vfv_serial_parse(text, &value.serial.number) >= 0)
		return vfv_pred_append(pred, &value);
	if (!strpbrk(text, "*?") || !is_pattern(text)) {
		*why = "neither a serial number as in lspci -vv, such as 00-15-4d-ff-fe-12-34-56, "
		       "nor a pattern";
		return -EINVAL;
	}
	pattern = small_letters(text);
	if (!pattern)
		return -ENOMEM;
	value.serial.pattern = pattern;
	r = vfv_pred_append(pred, &value);
	if (r >= 0)
		(void)TAKE_PTR(pattern);
	return r;
}

static bool takes(const union vfv_value *value, uint64_t serial)
{
	char text[VFV_SERIAL_TEXT];

	if (!value->serial.pattern)
		return value->serial.number == serial;
	return vfv_glob_match(value->serial.pattern, vfv_serial_format(serial, text));
}

static uint32_t serial_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_SERIAL;
}

static enum vfv_truth serial_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!vfv_knows(facts, VFV_FACT_SERIAL))
		return VFV_UNKNOWN;
	return facts->serial && takes(value, facts->serial) ? VFV_YES : VFV_NO;
}

static bool serial_covers(const union vfv_value *a, const union vfv_value *b)
{
	if (!b->serial.pattern)
		return takes(a, b->serial.number);
	return a->serial.pattern && vfv_glob_covers(a->serial.pattern, b->serial.pattern);
}

/*
 * Return: true if @pattern matches the text of some serial number. Each character of the text is
 * either a digit or a dash, depending on its place, so it is enough to keep, as bits, the places at
 * which a match of the pattern so far may end.
 */
static bool matches_any(const char *pattern)
{
	const uint32_t places = (1U << VFV_SERIAL_TEXT) - 1;
	uint32_t dashes = 0, at = 1;

	for (int i = 2; i < VFV_SERIAL_TEXT - 1; i += 3)
		dashes |= 1U << i;
	for (; *pattern; pattern++) {
		if (*pattern == '*') {
			/* All places, beginning with the first. */
			at = places & ~((at & -at) - 1);
			continue;
		}
		if (*pattern == '-')
			at &= dashes;
		else if (*pattern != '?')
			at &= ~dashes;
		at = at << 1 & places;
		if (!at)
			return false;
	}
	return at >> (VFV_SERIAL_TEXT - 1) & 1;
}

static const char *serial_never(const union vfv_value *value)
{
	if (!value->serial.pattern)
		return value->serial.number ? NULL
					    : "a card with this number counts as having none";
	return matches_any(value->serial.pattern) ? NULL : "no serial number has this form";
}

static void serial_write(const union vfv_value *value, char *text, size_t size)
{
	char serial[VFV_SERIAL_TEXT];

	snprintf(text, size, "%s",
		 value->serial.pattern ?: vfv_serial_format(value->serial.number, serial));
}

static void serial_show(const struct vfv_facts *facts, char *text, size_t size)
{
	char serial[VFV_SERIAL_TEXT] = "none";

	if (facts->serial)
		vfv_serial_format(facts->serial, serial);
	snprintf(text, size, "%s", serial);
}

static void serial_done(union vfv_value *value)
{
	free(value->serial.pattern);
}

const struct vfv_match_ops vfv_match_serial = {
	.name = "serial",
	.parse = serial_parse,
	.facts = serial_facts,
	.test = serial_test,
	.covers = serial_covers,
	.never = serial_never,
	.write = serial_write,
	.show = serial_show,
	.done = serial_done,
};
