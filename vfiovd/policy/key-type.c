/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys for the type and the abilities of a device: id, subsystem, class, capable. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "ascii.h"
#include "match.h"

/* Exactly @digits hexadecimal digits at @text, up to @end. */
static bool take_hex(const char *text, size_t digits, uint32_t *value)
{
	*value = 0;
	for (size_t i = 0; i < digits; i++) {
		int digit = vfv_hex_digit((unsigned char)text[i]);

		if (digit < 0)
			return false;
		*value = *value << 4 | (uint32_t)digit;
	}
	return true;
}

static bool take_id(const char *text, size_t length, uint16_t *id, bool *any)
{
	uint32_t value;

	*any = length == 1 && *text == '*';
	if (*any)
		return true;
	if (length != 4 || !take_hex(text, 4, &value))
		return false;
	*id = (uint16_t)value;
	return true;
}

static int id_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	union vfv_value value = { .id = { 0 } };
	const char *colon = strchr(text, ':');

	if (!colon ||
	    !take_id(text, (size_t)(colon - text), &value.id.vendor, &value.id.any_vendor) ||
	    !take_id(colon + 1, strlen(colon + 1), &value.id.device, &value.id.any_device)) {
		*why = "not a pair of ids such as 1af4:1041 or 1af4:*";
		return -EINVAL;
	}
	return vfv_pred_append(pred, &value);
}

static enum vfv_truth id_equal(const union vfv_value *value, bool known, uint16_t vendor,
			       uint16_t device)
{
	bool equal = (value->id.any_vendor || value->id.vendor == vendor) &&
		     (value->id.any_device || value->id.device == device);

	if (!known)
		return VFV_UNKNOWN;
	return equal ? VFV_YES : VFV_NO;
}

static bool id_covers(const union vfv_value *a, const union vfv_value *b)
{
	return (a->id.any_vendor || (!b->id.any_vendor && a->id.vendor == b->id.vendor)) &&
	       (a->id.any_device || (!b->id.any_device && a->id.device == b->id.device));
}

static uint32_t id_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_ID;
}

static enum vfv_truth id_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	return id_equal(value, vfv_knows(facts, VFV_FACT_ID), facts->vendor, facts->device);
}

static void id_show(const struct vfv_facts *facts, char *text, size_t size)
{
	snprintf(text, size, "%04x:%04x", facts->vendor, facts->device);
}

const struct vfv_match_ops vfv_match_id = {
	.name = "id",
	.parse = id_parse,
	.facts = id_facts,
	.test = id_test,
	.covers = id_covers,
	.show = id_show,
};

static uint32_t subsystem_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_SUBSYSTEM;
}

static enum vfv_truth subsystem_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	return id_equal(value, vfv_knows(facts, VFV_FACT_SUBSYSTEM), facts->subsystem_vendor,
			facts->subsystem_device);
}

static void subsystem_show(const struct vfv_facts *facts, char *text, size_t size)
{
	snprintf(text, size, "%04x:%04x", facts->subsystem_vendor, facts->subsystem_device);
}

const struct vfv_match_ops vfv_match_subsystem = {
	.name = "subsystem",
	.parse = id_parse,
	.facts = subsystem_facts,
	.test = subsystem_test,
	.covers = id_covers,
	.show = subsystem_show,
};

static int class_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	static const struct {
		const char *name;
		uint32_t value;
	} names[] = { { "storage", 0x010000 }, { "network", 0x020000 } };
	union vfv_value value = { .class = { 0 } };
	size_t length = strlen(text);
	uint32_t number;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(text, names[i].name)) {
			value.class.value = names[i].value;
			value.class.mask = 0xff0000;
			return vfv_pred_append(pred, &value);
		}

	/*
	 * Two digits are the class, four also the subclass, and six also the programming interface.
	 */
	if ((length != 4 && length != 6 && length != 8) || strncmp(text, "0x", 2) ||
	    !take_hex(text + 2, length - 2, &number)) {
		*why = "not \"network\", \"storage\" or a hexadecimal class such as \"0x0200\"";
		return -EINVAL;
	}
	value.class.value = number << (4 * (8 - length));
	value.class.mask = 0xffffffu << (4 * (8 - length)) & 0xffffffu;
	return vfv_pred_append(pred, &value);
}

static uint32_t class_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_CLASS;
}

static enum vfv_truth class_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!vfv_knows(facts, VFV_FACT_CLASS))
		return VFV_UNKNOWN;
	return (facts->class & value->class.mask) == value->class.value ? VFV_YES : VFV_NO;
}

static bool class_covers(const union vfv_value *a, const union vfv_value *b)
{
	return (a->class.mask & b->class.mask) == a->class.mask &&
	       (b->class.value & a->class.mask) == a->class.value;
}

static void class_show(const struct vfv_facts *facts, char *text, size_t size)
{
	snprintf(text, size, "0x%06x", (unsigned int)facts->class);
}

const struct vfv_match_ops vfv_match_class = {
	.name = "class",
	.parse = class_parse,
	.facts = class_facts,
	.test = class_test,
	.covers = class_covers,
	.show = class_show,
};

/* Besides profiles there is "migration", a name that no profile may have. */
static bool is_migration(const char *word)
{
	return !strcmp(word, VFV_WORD_MIGRATION);
}

static int capable_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	_cleanup_free_ char *word = NULL;
	int r;

	if (!vfv_word_is_valid(text)) {
		*why = "neither a profile nor \"migration\"";
		return -EINVAL;
	}
	word = strdup(text);
	if (!word)
		return -ENOMEM;
	r = vfv_pred_append(pred, &(union vfv_value){ .text = word });
	if (r >= 0)
		(void)TAKE_PTR(word);
	return r;
}

static uint32_t capable_facts(const union vfv_value *value)
{
	return 1U << (is_migration(value->text) ? VFV_FACT_MIGRATABLE : VFV_FACT_AVAILABLE);
}

static enum vfv_truth capable_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	bool can;

	if (capable_facts(value) & ~facts->known)
		return VFV_UNKNOWN;
	if (is_migration(value->text))
		can = facts->migratable;
	else
		can = facts->available && vfv_words_have(facts->available, value->text);
	return can ? VFV_YES : VFV_NO;
}

static bool capable_covers(const union vfv_value *a, const union vfv_value *b)
{
	return !strcmp(a->text, b->text);
}

static void capable_show(const struct vfv_facts *facts, char *text, size_t size)
{
	size_t length;

	*text = '\0';
	if (facts->available)
		vfv_words_format(facts->available, " ", text, size);
	length = strlen(text);
	if (facts->migratable)
		snprintf(text + length, size - length, "%smigration", length ? " " : "");
}

static void capable_done(union vfv_value *value)
{
	free(value->text);
}

const struct vfv_match_ops vfv_match_capable = {
	.name = "capable",
	.all = true,
	.parse = capable_parse,
	.facts = capable_facts,
	.test = capable_test,
	.covers = capable_covers,
	.show = capable_show,
	.done = capable_done,
};
