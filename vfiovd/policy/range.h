/* SPDX-License-Identifier: GPL-2.0-only */
/* Sets of VF numbers, written as "0-7,12". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SR-IOV's NumVFs has 16 bits (PCIe 9.3.3.7), so the last VF number, counted from 0, is 65534. */
enum { VFV_VF_INDEX_MAX = 65534 };

struct vfv_range {
	uint32_t first;
	uint32_t last; /* inclusive */
};

/**
 * vfv_ranges_parse - read "0-7,12"
 * @text: numbers and ranges, separated by commas; blanks around them are allowed
 * @n: set to the number of ranges
 * @ret: set to an array that the caller frees. It is sorted, and ranges that touch or overlap
 *	are merged, so that equal sets are equal arrays
 * @why: set to the reason on -EINVAL, a constant string
 *
 * Return: 0, -EINVAL, -ENOMEM.
 */
int vfv_ranges_parse(const char *text, size_t *n, struct vfv_range **ret, const char **why);

bool vfv_ranges_contain(const struct vfv_range *ranges, size_t n, uint32_t index);
