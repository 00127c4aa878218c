/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "anchor.h"
#include "index.h"
#include "rule.h"

static size_t power_of_two(size_t least)
{
	size_t power = 1;

	while (power < least)
		power *= 2;
	return power;
}

/*
 * Counts roughly, for each anchor, the rules that have it and can be found by different parts. The
 * counts determine which of these parts are used. If anchors share a counter, the choice is merely
 * suboptimal.
 */
enum { COUNTERS_MAX = 1 << 20 };

struct building {
	struct vfv_index *index;
	const struct vfv_rule *rules;
	size_t n;
	uint8_t *by; /* for each rule, the parts by which it is found */
	uint32_t rule;
	size_t total; /* anchors */

	uint32_t *counters;
	size_t n_counters; /* a power of two */
	uint64_t sum;
};

static void count_anchor(void *userdata, uint64_t hash)
{
	struct building *b = userdata;

	b->total++;
}

static void add_counter(void *userdata, uint64_t hash)
{
	struct building *b = userdata;

	b->counters[hash & (b->n_counters - 1)]++;
}

static void sum_counter(void *userdata, uint64_t hash)
{
	struct building *b = userdata;

	b->total++;
	b->sum += b->counters[hash & (b->n_counters - 1)];
}

/* The average number of rules that share an anchor of @rule by the parts @by. */
static double crowd(struct building *b, const struct vfv_rule *rule, unsigned int by)
{
	b->total = b->sum = 0;
	vfv_anchor_each(rule, by, sum_counter, b);
	return (double)b->sum / (double)b->total;
}

/* Choose the parts for the rules with two choices; @b->total is the number of all their anchors. */
static int choose(struct building *b)
{
	_cleanup_free_ uint32_t *counters = NULL;
	unsigned int choices[2];

	b->n_counters = power_of_two(b->total < COUNTERS_MAX ? b->total : COUNTERS_MAX);
	b->counters = counters = calloc(b->n_counters, sizeof(*counters));
	if (!counters)
		return -ENOMEM;
	for (size_t i = 0; i < b->n; i++)
		if (vfv_anchor_choices(&b->rules[i], choices) > 1)
			for (size_t j = 0; j < ARRAY_SIZE(choices); j++)
				vfv_anchor_each(&b->rules[i], choices[j], add_counter, b);
	for (size_t i = 0; i < b->n; i++)
		if (vfv_anchor_choices(&b->rules[i], choices) > 1 &&
		    crowd(b, &b->rules[i], choices[1]) < crowd(b, &b->rules[i], choices[0]))
			b->by[i] = (uint8_t)choices[1];
	return 0;
}

static void size_bucket(void *userdata, uint64_t hash)
{
	struct building *b = userdata;

	b->index->starts[(hash & (b->index->n_buckets - 1)) + 1]++;
}

/* Rules come in ascending order, so each bucket is filled in ascending order. */
static void fill_bucket(void *userdata, uint64_t hash)
{
	struct building *b = userdata;

	b->index->items[b->index->starts[hash & (b->index->n_buckets - 1)]++] = b->rule;
}

static void each_anchor(struct building *b, void (*take)(void *userdata, uint64_t hash))
{
	for (b->rule = 0; b->rule < b->n; b->rule++)
		b->index->levels |= vfv_anchor_each(&b->rules[b->rule], b->by[b->rule], take, b);
}

static int build_buckets(struct building *b)
{
	struct vfv_index *index = b->index;

	b->total = 0;
	each_anchor(b, count_anchor);
	if (!b->total)
		return 0;
	index->n_buckets = power_of_two(b->total);
	index->starts = calloc(index->n_buckets + 1, sizeof(*index->starts));
	index->items = calloc(b->total, sizeof(*index->items));
	if (!index->starts || !index->items)
		return -ENOMEM;

	each_anchor(b, size_bucket);
	for (size_t i = 0; i < index->n_buckets; i++)
		index->starts[i + 1] += index->starts[i];
	each_anchor(b, fill_bucket);

	/* Filling the buckets has moved the start of each one to that of the next. */
	memmove(index->starts + 1, index->starts, index->n_buckets * sizeof(*index->starts));
	index->starts[0] = 0;
	return 0;
}

static int build_common(struct building *b)
{
	struct vfv_index *index = b->index;

	for (size_t i = 0; i < b->n; i++)
		index->n_common += !b->by[i];
	index->common = calloc(index->n_common ? index->n_common : 1, sizeof(*index->common));
	if (!index->common)
		return -ENOMEM;
	for (uint32_t i = 0, n = 0; i < b->n; i++)
		if (!b->by[i])
			index->common[n++] = i;
	return 0;
}

int vfv_index_build(struct vfv_index *index, const struct vfv_rule *rules, size_t n)
{
	_cleanup_free_ uint8_t *by = calloc(n ? n : 1, sizeof(*by));
	struct building b = { .index = index, .rules = rules, .n = n, .by = by };
	unsigned int choices[2];
	int r = 0;

	*index = (struct vfv_index){ 0 };
	if (!by)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		size_t n_choices = vfv_anchor_choices(&rules[i], choices);

		by[i] = (uint8_t)choices[0];
		for (size_t j = 0; n_choices > 1 && j < n_choices; j++)
			vfv_anchor_each(&rules[i], choices[j], count_anchor, &b);
	}
	if (b.total)
		r = choose(&b);
	if (r >= 0)
		r = build_common(&b);
	if (r >= 0)
		r = build_buckets(&b);
	if (r < 0)
		vfv_index_done(index);
	return r;
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

/* Add the rules with this anchor for any host, and those for @host, the hash of its name. */
static void add_anchor(const struct vfv_index *index, struct vfv_index_walk *walk,
		       const uint64_t *host, uint64_t hash)
{
	add_bucket(index, walk, hash);
	if (host)
		add_bucket(index, walk, vfv_anchor_mix(hash, *host));
}

/* Add the rules for a device, and those for the block of each size that contains its VF @vf. */
static void add_device(const struct vfv_index *index, struct vfv_index_walk *walk,
		       const uint64_t *host, enum vfv_anchor anchor, uint64_t device, uint32_t vf)
{
	add_anchor(index, walk, host, vfv_anchor_device(anchor, device, 0));
	for (unsigned int level = 0; index->levels >> level; level++)
		if (index->levels >> level & 1)
			add_anchor(index, walk, host,
				   vfv_anchor_device(anchor, device, vfv_block(vf, level)));
}

static void add_anchors(const struct vfv_index *index, struct vfv_index_walk *walk,
			const uint64_t *host, const struct vfv_facts *facts)
{
	if (vfv_knows(facts, VFV_FACT_BDF))
		add_anchor(index, walk, host,
			   vfv_anchor_device(VFV_ANCHOR_BDF, vfv_bdf_key(facts->vf), 0));
	if (facts->has_pf)
		add_device(index, walk, host, VFV_ANCHOR_PF, vfv_bdf_key(facts->pf), facts->index);
	for (size_t i = 0; i < facts->n_pf_names; i++)
		add_device(index, walk, host, VFV_ANCHOR_NAME, vfv_anchor_name(facts->pf_names[i]),
			   facts->index);
	if (facts->serial)
		add_device(index, walk, host, VFV_ANCHOR_SERIAL, facts->serial, facts->index);
	if (host)
		add_bucket(index, walk,
			   vfv_anchor_mix(vfv_anchor_device(VFV_ANCHOR_HOST, 0, 0), *host));
}

void vfv_index_walk_start(const struct vfv_index *index, const struct vfv_facts *facts,
			  struct vfv_index_walk *walk)
{
	uint64_t host = facts->host ? vfv_anchor_name(facts->host) : 0;

	/* The large array of lists is not cleared: the walk reads only the first n. */
	walk->n = 1;
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
