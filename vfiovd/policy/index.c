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
	ANCHOR_HOST,
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

/* A rule on its way into the index, and what is done with each hash that it is found by. */
struct anchoring {
	struct vfv_index *index;
	uint32_t rule;
	void (*take)(struct vfv_index *index, uint64_t hash, uint32_t rule);
	const struct vfv_pred *hosts; /* all of them names in full; NULL: any host */
};

/* Of a rule for some hosts no other one shall take notice, so these are part of the hash. */
static void take_anchor(const struct anchoring *to, uint64_t hash)
{
	if (!to->hosts)
		to->take(to->index, hash, to->rule);
	for (size_t i = 0; to->hosts && i < to->hosts->n; i++)
		to->take(to->index, mix(hash, hash_name(to->hosts->values[i].text)), to->rule);
}

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
static void anchor_vfs(const struct anchoring *to, enum anchor whole, enum anchor each,
		       uint64_t device, const struct vfv_pred *vf)
{
	if (!expandable(vf)) {
		take_anchor(to, hash_anchor(whole, device, 0));
		return;
	}
	for (size_t i = 0; i < vf->n; i++)
		for (uint32_t n = vf->values[i].range.first; n <= vf->values[i].range.last; n++)
			take_anchor(to, hash_anchor(each, device, n));
}

static void anchor_pf(const struct anchoring *to, const union vfv_value *pf,
		      const struct vfv_pred *vf)
{
	const char *name = pf->device.name;

	if (name)
		anchor_vfs(to, ANCHOR_NAME, ANCHOR_NAME_VF, hash_name(name), vf);
	else
		anchor_vfs(to, ANCHOR_PF, ANCHOR_PF_VF, vfv_bdf_key(pf->device.bdf), vf);
}

static bool has_pattern(const struct vfv_pred *serial)
{
	for (size_t i = 0; i < serial->n; i++)
		if (serial->values[i].serial.pattern)
			return true;
	return false;
}

/* Return: @host when all of it are names in full, and not too many to expand. */
static const struct vfv_pred *full_names(const struct vfv_pred *host)
{
	if (!host || host->n > EXPAND_MAX)
		return NULL;
	for (size_t i = 0; i < host->n; i++)
		if (strpbrk(host->values[i].text, "*?"))
			return NULL;
	return host;
}

/* Hand over all that @rule can be found by. Return: false when it names no device and no host. */
static bool anchor_rule(struct vfv_index *index, const struct vfv_rule *rules, uint32_t rule,
			void (*take)(struct vfv_index *index, uint64_t hash, uint32_t rule))
{
	const struct vfv_match *match = &rules[rule].match;
	const struct vfv_pred *bdf = vfv_match_find(match, VFV_MATCH_BDF);
	const struct vfv_pred *pf = vfv_match_find(match, VFV_MATCH_PF);
	const struct vfv_pred *vf = vfv_match_find(match, VFV_MATCH_VF);
	const struct vfv_pred *serial = vfv_match_find(match, VFV_MATCH_SERIAL);
	const struct anchoring to = {
		.index = index,
		.rule = rule,
		.take = take,
		.hosts = full_names(vfv_match_find(match, VFV_MATCH_HOST)),
	};

	if (bdf) {
		for (size_t i = 0; i < bdf->n; i++)
			take_anchor(&to, hash_anchor(ANCHOR_BDF,
						     vfv_bdf_key(bdf->values[i].device.bdf), 0));
		return true;
	}
	if (pf) {
		for (size_t i = 0; i < pf->n; i++)
			anchor_pf(&to, &pf->values[i], vf);
		return true;
	}
	if (serial && !has_pattern(serial)) {
		for (size_t i = 0; i < serial->n; i++)
			anchor_vfs(&to, ANCHOR_SERIAL, ANCHOR_SERIAL_VF,
				   serial->values[i].serial.number, vf);
		return true;
	}
	if (!to.hosts)
		return false;
	take_anchor(&to, hash_anchor(ANCHOR_HOST, 0, 0));
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

static void add_bucket(const struct vfv_index *index, struct vfv_index_walk *walk, uint64_t hash)
{
	size_t bucket = hash & (index->n_buckets - 1);

	if (index->starts[bucket] == index->starts[bucket + 1])
		return;
	walk->lists[walk->n].at = index->items + index->starts[bucket];
	walk->lists[walk->n++].end = index->items + index->starts[bucket + 1];
}

/* The rules for this anchor on any host, and those on @host, the hash of its name, only. */
static void add_anchor(const struct vfv_index *index, struct vfv_index_walk *walk,
		       const uint64_t *host, uint64_t hash)
{
	add_bucket(index, walk, hash);
	if (host)
		add_bucket(index, walk, mix(hash, *host));
}

static void add_anchors(const struct vfv_index *index, struct vfv_index_walk *walk,
			const uint64_t *host, const struct vfv_facts *facts)
{
	add_anchor(index, walk, host, hash_anchor(ANCHOR_BDF, vfv_bdf_key(facts->vf), 0));
	if (facts->has_pf) {
		uint64_t pf = vfv_bdf_key(facts->pf);

		add_anchor(index, walk, host, hash_anchor(ANCHOR_PF, pf, 0));
		add_anchor(index, walk, host, hash_anchor(ANCHOR_PF_VF, pf, facts->index));
	}
	if (facts->pf_netdev) {
		uint64_t name = hash_name(facts->pf_netdev);

		add_anchor(index, walk, host, hash_anchor(ANCHOR_NAME, name, 0));
		add_anchor(index, walk, host, hash_anchor(ANCHOR_NAME_VF, name, facts->index));
	}
	if (facts->serial) {
		add_anchor(index, walk, host, hash_anchor(ANCHOR_SERIAL, facts->serial, 0));
		add_anchor(index, walk, host,
			   hash_anchor(ANCHOR_SERIAL_VF, facts->serial, facts->index));
	}
	if (host)
		add_bucket(index, walk, mix(hash_anchor(ANCHOR_HOST, 0, 0), *host));
}

void vfv_index_walk_start(const struct vfv_index *index, const struct vfv_facts *facts,
			  struct vfv_index_walk *walk)
{
	uint64_t host = facts->host ? hash_name(facts->host) : 0;

	*walk = (struct vfv_index_walk){ .n = 1 };
	walk->lists[0].at = index->common;
	walk->lists[0].end = index->common + index->n_common;
	if (index->n_buckets)
		add_anchors(index, walk, facts->host ? &host : NULL, facts);
}

uint32_t vfv_index_walk_next(struct vfv_index_walk *walk)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < walk->n; i++)
		if (walk->lists[i].at < walk->lists[i].end && *walk->lists[i].at < next)
			next = *walk->lists[i].at;
	for (size_t i = 0; i < walk->n; i++)
		while (walk->lists[i].at < walk->lists[i].end && *walk->lists[i].at == next)
			walk->lists[i].at++;
	return next;
}
