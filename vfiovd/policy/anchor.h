/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule can be found by: hashes of devices, of VFs and of hosts that it names, here called
 * anchors. Only the index uses this.
 *
 * A rule with devices, VFs and hosts is for each combination of them. Where these are too many for
 * the rule's text, it is found by some of the three only.
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

/* By which of its parts a rule is found: bits. None: it is common. */
enum {
	VFV_BY_DEVICE = 1 << 0,
	VFV_BY_VF = 1 << 1, /* with a device only */
	VFV_BY_HOST = 1 << 2,
};

/*
 * VFs are found by blocks of 1, 2, 4 ... numbers, aligned to their size: so any range is a few
 * blocks, and each number is in one block of each size.
 */
enum { VFV_BLOCK_LEVELS = 17 };

static inline uint64_t vfv_block(uint32_t vf, unsigned int level)
{
	return (uint64_t)(level + 1) << 32 | vf >> level;
}

uint64_t vfv_anchor_mix(uint64_t hash, uint64_t value);
uint64_t vfv_anchor_name(const char *name);

/* @block: of vfv_block(), or 0 for all VFs of the device. */
uint64_t vfv_anchor_device(enum vfv_anchor anchor, uint64_t device, uint64_t block);

/**
 * vfv_anchor_choices - by what @rule may be found
 * @choices: set to one or two sets of bits. Two: neither has all that the rule names, and which one
 *	is better depends on other rules.
 *
 * Return: how many there are.
 */
size_t vfv_anchor_choices(const struct vfv_rule *rule, unsigned int choices[static 2]);

/*
 * Give @take each anchor of @rule when it is found by @by, some more than once. Return: the levels
 * of the blocks among them, a bit each.
 */
uint32_t vfv_anchor_each(const struct vfv_rule *rule, unsigned int by,
			 void (*take)(void *userdata, uint64_t hash), void *userdata);
