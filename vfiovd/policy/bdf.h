/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PCI addresses: domain, bus, device and function. A domain can be wider than 16 bits (VMD and
 * Hyper-V create such domains), so an address takes 48 of 64 bits.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A PCI address as one number, which sorts like its text. */
struct vfv_bdf {
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn; /* device in bits 3 to 7, function in bits 0 to 2 */
};

enum { VFV_BDF_TEXT = 20 }; /* bytes of "ffffffff:ff:1f.7" with its NUL, rounded up */

/**
 * vfv_bdf_parse - read "0000:3b:00.2", or "3b:00.2", which is in domain 0
 * @text: NUL-terminated; holds only the address
 * @bdf: set on success only
 *
 * Return: 0, or -EINVAL.
 */
int vfv_bdf_parse(const char *text, struct vfv_bdf *bdf);

/* Write the long form into @text and return @text. */
const char *vfv_bdf_format(struct vfv_bdf bdf, char text[static VFV_BDF_TEXT]);

/* A number that is unique for each address. */
static inline uint64_t vfv_bdf_key(struct vfv_bdf bdf)
{
	return (uint64_t)bdf.domain << 16 | (uint64_t)bdf.bus << 8 | bdf.devfn;
}

static inline bool vfv_bdf_equal(struct vfv_bdf a, struct vfv_bdf b)
{
	return vfv_bdf_key(a) == vfv_bdf_key(b);
}
