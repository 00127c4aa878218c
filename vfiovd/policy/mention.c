/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>

#include "mention.h"
#include "rule.h"

static int make_room(struct vfv_mentions *mentions, const struct vfv_rule *rules, size_t n)
{
	size_t counts[VFV_N_FACTS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		uint32_t facts = vfv_rule_facts(&rules[i]);

		for (int fact = 0; fact < VFV_N_FACTS; fact++)
			counts[fact] += facts >> fact & 1;
	}
	for (int fact = 0; fact < VFV_N_FACTS; fact++) {
		if (!counts[fact])
			continue;
		mentions->facts[fact].rules = calloc(counts[fact], sizeof(uint32_t));
		if (!mentions->facts[fact].rules)
			return -ENOMEM;
	}
	return 0;
}

int vfv_mentions_build(struct vfv_mentions *mentions, const struct vfv_rule *rules, size_t n)
{
	*mentions = (struct vfv_mentions){ 0 };
	if (make_room(mentions, rules, n) < 0) {
		vfv_mentions_done(mentions);
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t facts = vfv_rule_facts(&rules[i]);

		for (int fact = 0; fact < VFV_N_FACTS; fact++)
			if (facts >> fact & 1)
				mentions->facts[fact].rules[mentions->facts[fact].n++] = i;
	}
	return 0;
}

void vfv_mentions_done(struct vfv_mentions *mentions)
{
	for (int fact = 0; fact < VFV_N_FACTS; fact++)
		free(mentions->facts[fact].rules);
	*mentions = (struct vfv_mentions){ 0 };
}

void vfv_mention_walk_start(const struct vfv_mentions *mentions, uint32_t facts,
			    struct vfv_mention_walk *walk)
{
	for (int fact = 0; fact < VFV_N_FACTS; fact++) {
		size_t n = facts >> fact & 1 ? mentions->facts[fact].n : 0;

		walk->at[fact] = mentions->facts[fact].rules;
		walk->end[fact] = n ? walk->at[fact] + n : walk->at[fact];
	}
}

uint32_t vfv_mention_walk_next(struct vfv_mention_walk *walk)
{
	uint32_t next = UINT32_MAX;

	for (int fact = 0; fact < VFV_N_FACTS; fact++)
		if (walk->at[fact] < walk->end[fact] && *walk->at[fact] < next)
			next = *walk->at[fact];
	for (int fact = 0; fact < VFV_N_FACTS; fact++)
		if (walk->at[fact] < walk->end[fact] && *walk->at[fact] == next)
			walk->at[fact]++;
	return next;
}
