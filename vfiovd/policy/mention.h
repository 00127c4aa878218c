/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For each fact, the rules that test it. If the fact is unknown, it may be impossible to evaluate
 * these rules, and the index does not find those that name a device by it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "facts.h"

struct vfv_rule;

struct vfv_mentions {
	struct {
		size_t n;
		uint32_t *rules; /* numbers, ascending */
	} facts[VFV_N_FACTS];
};

/*
 * Record the facts of @n rules. Return: 0, or -ENOMEM with @mentions as vfv_mentions_done() leaves
 * it.
 */
int vfv_mentions_build(struct vfv_mentions *mentions, const struct vfv_rule *rules, size_t n);

void vfv_mentions_done(struct vfv_mentions *mentions);

/* Iterates in order over the rules that test any of a set of facts. */
struct vfv_mention_walk {
	const uint32_t *at[VFV_N_FACTS], *end[VFV_N_FACTS];
};

/* @facts: bits (1 << VFV_FACT_x). */
void vfv_mention_walk_start(const struct vfv_mentions *mentions, uint32_t facts,
			    struct vfv_mention_walk *walk);

/* Return: the number of the next rule, without duplicates; UINT32_MAX at the end. */
uint32_t vfv_mention_walk_next(struct vfv_mention_walk *walk);
