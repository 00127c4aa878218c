/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which rules can match a device at all: a decision looks only at those that
 * name it, and at those that name no device; and not at rules for other hosts,
 * where these are named in full. It may offer a rule too many, never one too few, but of those that
 * cannot match because a fact is not known: see mention.h. Its size is bounded by that of the rules'
 * text: see anchor.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "anchor.h"
#include "facts.h"

struct vfv_rule;

struct vfv_index {
	size_t n_buckets; /* a power of two, or 0 when all rules are common */
	uint32_t *starts; /* of each bucket in items, and the end of the last */
	uint32_t *items;  /* numbers of rules, ascending in each bucket */
	uint32_t levels;  /* of the blocks of VFs that rules are found by, a bit each */
	size_t n_common;
	uint32_t *common; /* rules that name neither device nor host, ascending */
};

/* Index @n rules. Return: 0 or -ENOMEM, then @index is as vfv_index_done() leaves it. */
int vfv_index_build(struct vfv_index *index, const struct vfv_rule *rules, size_t n);

void vfv_index_done(struct vfv_index *index);

/*
 * The common ones; by the VF's address, and by address, serial number and each name of the PF, each
 * with all VFs and with blocks of each size, all of that for any host and for this one; and by the host.
 */
enum { VFV_INDEX_LISTS = 1 + 2 * (1 + (2 + VFV_PF_NAMES_MAX) * (1 + VFV_BLOCK_LEVELS)) + 1 };

/* Goes over the rules that may match one device, in their order. */
struct vfv_index_walk {
	size_t n;
	struct {
		const uint32_t *at, *end;
	} lists[VFV_INDEX_LISTS];
};

void vfv_index_walk_start(const struct vfv_index *index, const struct vfv_facts *facts,
			  struct vfv_index_walk *walk);

/* Return: the number of the next rule, each once; UINT32_MAX at the end. */
uint32_t vfv_index_walk_next(struct vfv_index_walk *walk);
