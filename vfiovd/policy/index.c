/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "index.h"
#include "rule.h"

/* A rule for more VFs of a PF than this is found by its PF alone. */
enum { EXPAND_MAX = 64 };

enum anchor {
	ANCHOR_BDF,
	ANCHOR_PF,
	ANCHOR_NAME,
	ANCHOR_SERIAL,
	ANCHOR_PF_VF,
	ANCHOR_NAME_VF,
	ANCHOR_SERIAL_VF,
};

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 29;
}

static uint64_t hash_name(const char *name)
{
	uint64_t hash = 0;

	for (; *name; name++)
		hash = mix(hash, (unsigned char)*name);
	return hash;
}

static uint64_t hash_anchor(enum anchor anchor, uint64_t device, uint32_t vf)
{
	return mix(mix(anchor, device), vf);
}

typedef void take_hash_fn(struct vfv_index *index, uint64_t hash, uint32_t rule);

/* How many VFs the ranges name, 0 when too many to expand, or without ranges. */
static uint32_t expandable(const struct vfv_pred *vf)
{
	uint32_t total = 0;

	for (size_t i = 0; vf && i < vf->n; i++) {
		total += vf->values[i].range.last - vf->values[i].range.first + 1;
		if (total > EXPAND_MAX)
			return 0;
	}
	return total;
}

/* Hand over a PF, by @whole, or each of its VFs that the rule is for, by @each. */
static void anchor_vfs(struct vfv_index *index, enum anchor whole, enum anchor each,
		       uint64_t device, const struct vfv_pred *vf, uint32_t rule,
		       take_hash_fn *take)
{
	if (!expandable(vf)) {
		take(index, hash_anchor(whole, device, 0), rule);
		return;
	}
	for (size_t i = 0; i < vf->n; i++)
		for (uint32_t n = vf->values[i].range.first; n <= vf->values[i].range.last; n++)
			take(index, hash_anchor(each, device, n), rule);
}

static void anchor_pf(struct vfv_index *index, const union vfv_value *pf, const struct vfv_pred *vf,
		      uint32_t rule, take_hash_fn *take)
{
	const char *name = pf->device.name;

	if (name)
		anchor_vfs(index, ANCHOR_NAME, ANCHOR_NAME_VF, hash_name(name), vf, rule, take);
	else
		anchor_vfs(index, ANCHOR_PF, ANCHOR_PF_VF, vfv_bdf_key(pf->device.bdf), vf, rule,
			   take);
}

static bool has_pattern(const struct vfv_pred *serial)
{
	for (size_t i = 0; i < serial->n; i++)
		if (serial->values[i].serial.pattern)
			return true;
	return false;
}

/* Hand over all that @rule can be found by. Return: false when it names no device. */
static bool anchor_rule(struct vfv_index *index, const struct vfv_rule *rules, uint32_t rule,
			take_hash_fn *take)
{
	const struct vfv_match *match = &rules[rule].match;
	const struct vfv_pred *bdf = vfv_match_find(match, VFV_MATCH_BDF);
	const struct vfv_pred *pf = vfv_match_find(match, VFV_MATCH_PF);
	const struct vfv_pred *vf = vfv_match_find(match, VFV_MATCH_VF);
	const struct vfv_pred *serial = vfv_match_find(match, VFV_MATCH_SERIAL);

	if (bdf) {
		for (size_t i = 0; i < bdf->n; i++)
			take(index,
			     hash_anchor(ANCHOR_BDF, vfv_bdf_key(bdf->values[i].device.bdf), 0),
			     rule);
		return true;
	}
	if (pf) {
		for (size_t i = 0; i < pf->n; i++)
			anchor_pf(index, &pf->values[i], vf, rule, take);
		return true;
	}
	if (!serial || has_pattern(serial))
		return false;
	for (size_t i = 0; i < serial->n; i++)
		anchor_vfs(index, ANCHOR_SERIAL, ANCHOR_SERIAL_VF, serial->values[i].serial.number,
			   vf, rule, take);
	return true;
}

static void count_hash(struct vfv_index *index, uint64_t hash, uint32_t rule)
{
	index->n_buckets++;
}

static void size_bucket(struct vfv_index *index, uint64_t hash, uint32_t rule)
{
	index->starts[(hash & (index->n_buckets - 1)) + 1]++;
}

/* Rules come in ascending order, so each bucket is filled in ascending order. */
static void fill_bucket(struct vfv_index *index, uint64_t hash, uint32_t rule)
{
	index->items[index->starts[hash & (index->n_buckets - 1)]++] = rule;
}

static size_t power_of_two(size_t least)
{
	size_t power = 1;

	while (power < least)
		power *= 2;
	return power;
}

static int build_buckets(struct vfv_index *index, const struct vfv_rule *rules, size_t n)
{
	size_t total = index->n_buckets;

	if (!total)
		return 0;
	index->n_buckets = power_of_two(total);
	index->starts = calloc(index->n_buckets + 1, sizeof(*index->starts));
	index->items = calloc(total, sizeof(*index->items));
	if (!index->starts || !index->items)
		return -ENOMEM;

	for (uint32_t i = 0; i < n; i++)
		anchor_rule(index, rules, i, size_bucket);
	for (size_t i = 0; i < index->n_buckets; i++)
		index->starts[i + 1] += index->starts[i];
	for (uint32_t i = 0; i < n; i++)
		anchor_rule(index, rules, i, fill_bucket);

	/* Filling has moved each start to its end, which is the start of the next. */
	memmove(index->starts + 1, index->starts, index->n_buckets * sizeof(*index->starts));
	index->starts[0] = 0;
	return 0;
}

int vfv_index_build(struct vfv_index *index, const struct vfv_rule *rules, size_t n)
{
	*index = (struct vfv_index){ .common = calloc(n ? n : 1, sizeof(*index->common)) };
	if (!index->common)
		return -ENOMEM;
	for (uint32_t i = 0; i < n; i++)
		if (!anchor_rule(index, rules, i, count_hash))
			index->common[index->n_common++] = i;
	if (build_buckets(index, rules, n) < 0) {
		vfv_index_done(index);
		return -ENOMEM;
	}
	return 0;
}

void vfv_index_done(struct vfv_index *index)
{
	free(index->starts);
	free(index->items);
	free(index->common);
	*index = (struct vfv_index){ 0 };
}

static void add_bucket(const struct vfv_index *index, struct vfv_index_walk *walk, size_t list,
		       uint64_t hash)
{
	size_t bucket = hash & (index->n_buckets - 1);

	if (!index->n_buckets)
		return;
	walk->lists[list].at = index->items + index->starts[bucket];
	walk->lists[list].end = index->items + index->starts[bucket + 1];
}

void vfv_index_walk_start(const struct vfv_index *index, const struct vfv_facts *facts,
			  struct vfv_index_walk *walk)
{
	*walk = (struct vfv_index_walk){ 0 };
	walk->lists[0].at = index->common;
	walk->lists[0].end = index->common + index->n_common;
	add_bucket(index, walk, 1, hash_anchor(ANCHOR_BDF, vfv_bdf_key(facts->vf), 0));
	if (facts->has_pf) {
		uint64_t pf = vfv_bdf_key(facts->pf);

		add_bucket(index, walk, 2, hash_anchor(ANCHOR_PF, pf, 0));
		add_bucket(index, walk, 3, hash_anchor(ANCHOR_PF_VF, pf, facts->index));
	}
	if (facts->pf_netdev) {
		uint64_t name = hash_name(facts->pf_netdev);

		add_bucket(index, walk, 4, hash_anchor(ANCHOR_NAME, name, 0));
		add_bucket(index, walk, 5, hash_anchor(ANCHOR_NAME_VF, name, facts->index));
	}
	if (facts->serial) {
		add_bucket(index, walk, 6, hash_anchor(ANCHOR_SERIAL, facts->serial, 0));
		add_bucket(index, walk, 7,
			   hash_anchor(ANCHOR_SERIAL_VF, facts->serial, facts->index));
	}
}

uint32_t vfv_index_walk_next(struct vfv_index_walk *walk)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < VFV_INDEX_LISTS; i++)
		if (walk->lists[i].at < walk->lists[i].end && *walk->lists[i].at < next)
			next = *walk->lists[i].at;
	for (size_t i = 0; i < VFV_INDEX_LISTS; i++)
		while (walk->lists[i].at < walk->lists[i].end && *walk->lists[i].at == next)
			walk->lists[i].at++;
	return next;
}
