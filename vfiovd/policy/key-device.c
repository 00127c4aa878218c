/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys that name a device: pf, vf, bdf. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "facts.h"
#include "match.h"

static int append_bdf(struct vfv_pred *pred, const char *text, const char **why)
{
	union vfv_value value = { .device.name = NULL };

	if (vfv_bdf_parse(text, &value.device.bdf) < 0) {
		*why = "not a PCI address such as 0000:3b:00.0";
		return -EINVAL;
	}
	return vfv_pred_append(pred, &value);
}

static int pf_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	_cleanup_free_ char *name = NULL;
	union vfv_value value;
	int r;

	if (strchr(text, ':'))
		return append_bdf(pred, text, why);
	if (!*text || strlen(text) >= VFV_ALT_NAME_SIZE || strpbrk(text, "/ \t")) {
		*why = "neither a PCI address nor the name of a network interface";
		return -EINVAL;
	}
	if (strpbrk(text, "*?")) {
		*why = "patterns are not allowed here, only in host and port";
		return -EINVAL;
	}
	name = strdup(text);
	if (!name)
		return -ENOMEM;
	value.device.name = name;
	r = vfv_pred_append(pred, &value);
	if (r >= 0)
		(void)TAKE_PTR(name);
	return r;
}

static uint32_t pf_facts(const union vfv_value *value)
{
	return 1U << (value->device.name ? VFV_FACT_NAMES : VFV_FACT_PF);
}

static enum vfv_truth pf_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!value->device.name) {
		if (!vfv_knows(facts, VFV_FACT_PF))
			return VFV_UNKNOWN;
		return facts->has_pf && vfv_bdf_equal(value->device.bdf, facts->pf) ? VFV_YES
										    : VFV_NO;
	}
	if (!vfv_knows(facts, VFV_FACT_NAMES))
		return VFV_UNKNOWN;
	for (size_t i = 0; i < facts->n_pf_names; i++)
		if (!strcmp(value->device.name, facts->pf_names[i]))
			return VFV_YES;
	return VFV_NO;
}

static bool device_covers(const union vfv_value *a, const union vfv_value *b)
{
	if (a->device.name && b->device.name)
		return !strcmp(a->device.name, b->device.name);
	if (a->device.name || b->device.name)
		return false;
	return vfv_bdf_equal(a->device.bdf, b->device.bdf);
}

static void device_write(const union vfv_value *value, char *text, size_t size)
{
	char bdf[VFV_BDF_TEXT];

	snprintf(text, size, "%s", value->device.name ?: vfv_bdf_format(value->device.bdf, bdf));
}

static void pf_show(const struct vfv_facts *facts, char *text, size_t size)
{
	char bdf[VFV_BDF_TEXT] = "none";
	size_t length;

	if (facts->has_pf)
		vfv_bdf_format(facts->pf, bdf);
	else if (!vfv_knows(facts, VFV_FACT_PF))
		snprintf(bdf, sizeof(bdf), "unknown");
	if (!vfv_knows(facts, VFV_FACT_NAMES)) {
		snprintf(text, size, "%s (name unknown)", bdf);
		return;
	}
	if (!facts->n_pf_names) {
		snprintf(text, size, "%s (no network interface)", bdf);
		return;
	}
	length = (size_t)snprintf(text, size, "%s (%s", bdf, facts->pf_names[0]);
	for (size_t i = 1; i < facts->n_pf_names && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, " %s", facts->pf_names[i]);
	if (length < size)
		snprintf(text + length, size - length, ")");
}

static void pf_done(union vfv_value *value)
{
	free(value->device.name);
}

const struct vfv_match_ops vfv_match_pf = {
	.name = "pf",
	.parse = pf_parse,
	.facts = pf_facts,
	.test = pf_test,
	.covers = device_covers,
	.write = device_write,
	.show = pf_show,
	.done = pf_done,
};

static int vf_parse(struct vfv_pred *pred, const char *text, const char **why)
{
	_cleanup_free_ struct vfv_range *ranges = NULL;
	size_t n;
	int r = vfv_ranges_parse(text, &n, &ranges, why);

	for (size_t i = 0; r >= 0 && i < n; i++)
		r = vfv_pred_append(pred, &(union vfv_value){ .range = ranges[i] });
	return r;
}

static uint32_t vf_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_PF;
}

static enum vfv_truth vf_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!vfv_knows(facts, VFV_FACT_PF))
		return VFV_UNKNOWN;
	return facts->has_pf && vfv_ranges_contain(&value->range, 1, facts->index) ? VFV_YES
										   : VFV_NO;
}

static bool vf_covers(const union vfv_value *a, const union vfv_value *b)
{
	return a->range.first <= b->range.first && a->range.last >= b->range.last;
}

static void vf_show(const struct vfv_facts *facts, char *text, size_t size)
{
	if (facts->has_pf)
		snprintf(text, size, "%u", (unsigned int)facts->index);
	else
		snprintf(text, size, "none");
}

const struct vfv_match_ops vfv_match_vf = {
	.name = "vf",
	.takes_numbers = true,
	.parse = vf_parse,
	.facts = vf_facts,
	.test = vf_test,
	.covers = vf_covers,
	.show = vf_show,
};

/* The address is known for every VF that exists. */
static uint32_t bdf_facts(const union vfv_value *value _unused_)
{
	return 1U << VFV_FACT_BDF;
}

static enum vfv_truth bdf_test(const union vfv_value *value, const struct vfv_facts *facts)
{
	if (!vfv_knows(facts, VFV_FACT_BDF))
		return VFV_UNKNOWN;
	return vfv_bdf_equal(value->device.bdf, facts->vf) ? VFV_YES : VFV_NO;
}

static void bdf_show(const struct vfv_facts *facts, char *text, size_t size)
{
	char bdf[VFV_BDF_TEXT] = "unknown";

	if (vfv_knows(facts, VFV_FACT_BDF))
		vfv_bdf_format(facts->vf, bdf);
	snprintf(text, size, "%s", bdf);
}

const struct vfv_match_ops vfv_match_bdf = {
	.name = "bdf",
	.parse = append_bdf,
	.facts = bdf_facts,
	.test = bdf_test,
	.covers = device_covers,
	.write = device_write,
	.show = bdf_show,
};
