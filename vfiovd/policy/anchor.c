/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "anchor.h"
#include "rule.h"

/*
 * Limit on a rule's anchors: some for each value that the rule names, plus a fixed number. So the
 * size of the text bounds the size of the index.
 */
enum { ANCHORS_A_VALUE = 4, ANCHORS_A_RULE = 16 };

uint64_t vfv_anchor_mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

uint64_t vfv_anchor_name(const char *name)
{
	uint64_t hash = 0;

	for (; *name; name++)
		hash = vfv_anchor_mix(hash, (unsigned char)*name);
	return hash;
}

uint64_t vfv_anchor_device(enum vfv_anchor anchor, uint64_t device, uint64_t block)
{
	return vfv_anchor_mix(vfv_anchor_mix(anchor, device), block);
}

/* The parts by which the index can find a rule; NULL for a part that the rule does not have. */
struct parts {
	const struct vfv_pred *device;
	const struct vfv_pred *vf;
	const struct vfv_pred *host;
};

static bool has_pattern(const struct vfv_pred *serial)
{
	for (size_t i = 0; i < serial->n; i++)
		if (serial->values[i].serial.pattern)
			return true;
	return false;
}

static bool has_wildcard(const struct vfv_pred *host)
{
	for (size_t i = 0; i < host->n; i++)
		if (strpbrk(host->values[i].text, "*?"))
			return true;
	return false;
}

static struct parts parts_of(const struct vfv_rule *rule)
{
	const struct vfv_match *match = &rule->match;
	const struct vfv_pred *serial = vfv_match_find(match, VFV_MATCH_SERIAL);
	struct parts parts = {
		.device = vfv_match_find(match, VFV_MATCH_BDF),
		.host = vfv_match_find(match, VFV_MATCH_HOST),
	};

	if (parts.host && has_wildcard(parts.host))
		parts.host = NULL;
	if (parts.device)
		return parts;
	parts.device = vfv_match_find(match, VFV_MATCH_PF);
	if (!parts.device && serial && !has_pattern(serial))
		parts.device = serial;
	if (parts.device)
		parts.vf = vfv_match_find(match, VFV_MATCH_VF);
	return parts;
}

/* The level of the largest block that starts at @first and does not extend beyond @last. */
static unsigned int block_level(uint32_t first, uint32_t last)
{
	unsigned int level = 0;

	while (level + 1 < VFV_BLOCK_LEVELS && !(first & 1U << level) &&
	       (2U << level) - 1 <= last - first)
		level++;
	return level;
}

static size_t count_blocks(const struct vfv_pred *vf)
{
	size_t n = 0;

	for (size_t i = 0; vf && i < vf->n; i++) {
		const struct vfv_range *range = &vf->values[i].range;

		for (uint32_t at = range->first; at <= range->last; n++)
			at += 1U << block_level(at, range->last);
	}
	return n;
}

size_t vfv_anchor_choices(const struct vfv_rule *rule, unsigned int choices[static 2])
{
	const struct parts parts = parts_of(rule);
	size_t devices = parts.device ? parts.device->n : 0;
	size_t blocks = count_blocks(parts.vf), hosts = parts.host ? parts.host->n : 0;
	size_t max =
		(devices + (parts.vf ? parts.vf->n : 0) + hosts) * ANCHORS_A_VALUE + ANCHORS_A_RULE;
	bool with_vf = blocks && devices * blocks <= max;
	bool with_host = devices && hosts && devices * hosts <= max;
	const unsigned int by_device = VFV_BY_DEVICE | (with_vf ? VFV_BY_VF : 0);

	if (!devices || !hosts) {
		choices[0] = devices ? by_device : hosts ? VFV_BY_HOST : 0;
		return 1;
	}
	/* Use all parts, unless there are too many combinations. */
	choices[0] = VFV_BY_HOST | (with_host ? VFV_BY_DEVICE : 0);
	if (with_host && (!blocks || (with_vf && devices * blocks * hosts <= max))) {
		choices[0] |= blocks ? VFV_BY_VF : 0;
		return 1;
	}
	choices[1] = by_device;
	return 2;
}

/* Context for passing the anchors of a rule to the caller. */
struct anchoring {
	const struct vfv_pred *vf;   /* NULL: the rule has anchors for whole devices */
	const struct vfv_pred *host; /* NULL: on any host */
	uint32_t levels;
	void (*take)(void *userdata, uint64_t hash);
	void *userdata;
};

/* A rule for some hosts is skipped on all others, because the host is part of the hash. */
static void take_anchor(const struct anchoring *to, uint64_t hash)
{
	if (!to->host)
		to->take(to->userdata, hash);
	for (size_t i = 0; to->host && i < to->host->n; i++)
		to->take(to->userdata,
			 vfv_anchor_mix(hash, vfv_anchor_name(to->host->values[i].text)));
}

static void take_device(struct anchoring *to, enum vfv_anchor anchor, uint64_t device)
{
	if (!to->vf)
		take_anchor(to, vfv_anchor_device(anchor, device, 0));
	for (size_t i = 0; to->vf && i < to->vf->n; i++) {
		const struct vfv_range *range = &to->vf->values[i].range;

		for (uint32_t at = range->first; at <= range->last;) {
			unsigned int level = block_level(at, range->last);

			take_anchor(to, vfv_anchor_device(anchor, device, vfv_block(at, level)));
			to->levels |= 1U << level;
			at += 1U << level;
		}
	}
}

static void take_value(struct anchoring *to, enum vfv_match_key key, const union vfv_value *value)
{
	if (key == VFV_MATCH_SERIAL)
		take_device(to, VFV_ANCHOR_SERIAL, value->serial.number);
	else if (value->device.name)
		take_device(to, VFV_ANCHOR_NAME, vfv_anchor_name(value->device.name));
	else
		take_device(to, key == VFV_MATCH_BDF ? VFV_ANCHOR_BDF : VFV_ANCHOR_PF,
			    vfv_bdf_key(value->device.bdf));
}

uint32_t vfv_anchor_each(const struct vfv_rule *rule, unsigned int by,
			 void (*take)(void *userdata, uint64_t hash), void *userdata)
{
	const struct parts parts = parts_of(rule);
	struct anchoring to = {
		.vf = by & VFV_BY_VF ? parts.vf : NULL,
		.host = by & VFV_BY_HOST ? parts.host : NULL,
		.take = take,
		.userdata = userdata,
	};

	if (by == VFV_BY_HOST)
		take_anchor(&to, vfv_anchor_device(VFV_ANCHOR_HOST, 0, 0));
	for (size_t i = 0; by & VFV_BY_DEVICE && i < parts.device->n; i++)
		take_value(&to, parts.device->key, &parts.device->values[i]);
	return to.levels;
}
