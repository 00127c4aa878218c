/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The modern interface of a virtio PCI device (virtio 1.3 section 4.1.4), to check the device
 * independently of the legacy interface. Functions return 0 or a negative errno; memory decoding
 * must be on.
 */

#include <stddef.h>
#include <stdint.h>

#include "vfio.h"

struct modern {
	struct vfio_vf *vf; /* open; owned by the caller */
	unsigned int common_bar, device_bar;
	uint32_t common, device, device_len; /* offsets in the BARs */
	unsigned int notify_bar;
	uint32_t notify, notify_multiplier;
};

/* Finds the vendor capabilities; -ENOENT if the device has none. */
int modern_find(struct modern *modern, struct vfio_vf *vf);
/* Reads the device configuration; -ERANGE beyond its end. */
int modern_config(struct modern *modern, unsigned int offset, void *buf, size_t len);
/* Reads the size of the selected queue. */
int modern_queue_size(struct modern *modern, uint16_t *size);
/* Returns the offset of the PCI capability with this id in config space, or -ENOENT. */
int modern_capability(struct vfio_vf *vf, uint8_t id, unsigned int *offset);
