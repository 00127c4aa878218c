/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Anchors: hashes of the devices, VFs and hosts that a rule names, by which the index finds the
 * rule. Only the index uses this file.
 *
 * A rule with devices, VFs and hosts has an anchor for each combination. If there are too many of
 * them for the size of the rule's text, the anchors use only some of the three parts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vfv_rule;

enum vfv_anchor {
	VFV_ANCHOR_BDF,
	VFV_ANCHOR_PF,
	VFV_ANCHOR_NAME,
	VFV_ANCHOR_SERIAL,
	VFV_ANCHOR_HOST,
};

/* The parts by which a rule is found, as bits. A rule without any part is common. */
enum {
	VFV_BY_DEVICE = 1 << 0,
	VFV_BY_VF = 1 << 1, /* used only together with a device */
	VFV_BY_HOST = 1 << 2,
};

/*
 * VFs are found by blocks of 1, 2, 4 ... numbers, aligned to their size. So any range takes a few
 * blocks, and each number is in one block of each size.
 */
enum { VFV_BLOCK_LEVELS = 17 };

static inline uint64_t vfv_block(uint32_t vf, unsigned int level)
{
	return (uint64_t)(level + 1) << 32 | vf >> level;
}

uint64_t vfv_anchor_mix(uint64_t hash, uint64_t value);
uint64_t vfv_anchor_name(const char *name);

/* @block: from vfv_block(), or 0 for all VFs of the device. */
uint64_t vfv_anchor_device(enum vfv_anchor anchor, uint64_t device, uint64_t block);

/**
 * vfv_anchor_choices - determine by which parts @rule can be found
 * @choices: set to one or two sets of bits. If there are two, neither covers everything that
 *	the rule names, and the other rules determine which one is better.
 *
 * Return: the number of sets.
 */
size_t vfv_anchor_choices(const struct vfv_rule *rule, unsigned int choices[static 2]);

/*
 * Call @take for each anchor that @rule has for the parts @by; some anchors are passed more than
 * once. Return: the levels of the blocks in these anchors, as a bit mask.
 */
uint32_t vfv_anchor_each(const struct vfv_rule *rule, unsigned int by,
			 void (*take)(void *userdata, uint64_t hash), void *userdata);
