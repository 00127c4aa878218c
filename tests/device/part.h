/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device parts as bytes (virtio 1.4, Device parts): a sequence of headers of 16 bytes, each
 * followed by its value. This code depends neither on a device nor on QEMU.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vfdev_part_type {
	VFDEV_PART_DEV_FEATURES = 0x100,
	VFDEV_PART_DRV_FEATURES = 0x101,
	VFDEV_PART_PCI_COMMON_CFG = 0x102,
	VFDEV_PART_DEVICE_STATUS = 0x103,
	VFDEV_PART_VQ_CFG = 0x104,
	VFDEV_PART_VQ_NOTIFY_CFG = 0x105,
	VFDEV_PART_NET_CVQ_CFG = 0x200,
};

#define VFDEV_PART_HEADER 16
#define VFDEV_PART_SELECTOR 8
#define VFDEV_PART_OPTIONAL 1
/* Lengths of struct virtio_dev_part_vq_cfg and virtio_dev_part_vq_notify_data */
#define VFDEV_PART_VQ_SIZE 32
#define VFDEV_PART_VQ_NOTIFY_SIZE 8

struct vfdev_part {
	uint16_t type;
	uint8_t flags;
	uint8_t selector[VFDEV_PART_SELECTOR];
	uint32_t len;
	const uint8_t *value; /* points into the data that was read */
};

/* A list of parts under construction. A zero-initialized list is empty. */
struct vfdev_parts {
	uint8_t *data;
	size_t len;
};

/*
 * Takes the next part from *data. Returns 1 on success, 0 at the end, or -1 if the rest is not a
 * whole part.
 */
int vfdev_part_next(const uint8_t **data, size_t *left, struct vfdev_part *part);
/* Returns whether two parts have the same type and selector. */
bool vfdev_part_same(const struct vfdev_part *a, const struct vfdev_part *b);

void vfdev_parts_add(struct vfdev_parts *parts, const struct vfdev_part *part);
/* Replaces the part with the same type and selector, or adds one. */
void vfdev_parts_put(struct vfdev_parts *parts, const struct vfdev_part *part);
struct vfdev_parts vfdev_parts_copy(const struct vfdev_parts *parts);
void vfdev_parts_free(struct vfdev_parts *parts);
unsigned vfdev_parts_count(const struct vfdev_parts *parts);

/*
 * Returns an error that does not depend on the device, or NULL: a part is truncated, a reserved
 * byte is set, the order is not that of "Device parts order", or a part occurs twice.
 */
const char *vfdev_parts_wrong(const uint8_t *data, size_t len);
