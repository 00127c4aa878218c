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
	return a->serial.pattern && !strcmp(a->serial.pattern, b->serial.pattern);
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
	.show = serial_show,
	.done = serial_done,
};
