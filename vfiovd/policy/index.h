/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The index finds the rules that can match a device: those that name it and those that name no
 * device, except rules that are only for other hosts and give their names in full. It may return a
 * rule that does not match, but never omits one that matches. Rules that cannot be checked because
 * a fact is not known are found by mention.h. The size of the index is bounded by the size of the
 * rules' text: see anchor.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "anchor.h"
#include "facts.h"

struct vfv_rule;

struct vfv_index {
	size_t n_buckets; /* a power of two, or 0 when all rules are common */
	uint32_t *starts; /* start of each bucket in items, and end of the last bucket */
	uint32_t *items;  /* numbers of rules, ascending in each bucket */
	uint32_t levels;  /* levels of the blocks by which rules are found, as bits */
	size_t n_common;
	uint32_t *common; /* rules that name neither device nor host, ascending */
};

/* Index @n rules. Return: 0, or -ENOMEM with @index as vfv_index_done() leaves it. */
int vfv_index_build(struct vfv_index *index, const struct vfv_rule *rules, size_t n);

void vfv_index_done(struct vfv_index *index);

/*
 * Maximum number of lists: one of common rules, one for the host, and two (for any host and for
 * this one) for the VF's address and for each pair of a PF (its address, its serial number or one
 * of its names) and VFs (all, or a block of one size).
 */
enum { VFV_INDEX_LISTS = 1 + 2 * (1 + (2 + VFV_PF_NAMES_MAX) * (1 + VFV_BLOCK_LEVELS)) + 1 };

/* Iterates in order over the rules that may match one device. */
struct vfv_index_walk {
	size_t n;
	struct {
		const uint32_t *at, *end;
	} lists[VFV_INDEX_LISTS];
};

void vfv_index_walk_start(const struct vfv_index *index, const struct vfv_facts *facts,
			  struct vfv_index_walk *walk);

/* Return: the number of the next rule, without duplicates; UINT32_MAX at the end. */
uint32_t vfv_index_walk_next(struct vfv_index_walk *walk);
