/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A virtio-net queue with a buffer for each frame. A buffer is a slot: a chain of two descriptors,
 * because a legacy device requires a separate descriptor for the virtio header.
 */

#include <linux/virtio_net.h>
#include <stdint.h>

#include "virtq.h"

#define SLOTS_MAX 64
#define SLOTS_FRAME_MAX 1984

struct slots {
	struct virtq q;
	struct vfio_dma buffers;
	uint16_t n;
	uint64_t free; /* bit mask of the slots that the driver owns */
};

/* Allocates buffers for a queue from legacy_queue_setup(). slots_free() frees both. */
int slots_map(struct slots *s, struct vfio_vf *vf);
void slots_free(struct slots *s, struct vfio_vf *vf);

struct virtio_net_hdr *slots_header(const struct slots *s, uint16_t slot);
uint8_t *slots_frame(const struct slots *s, uint16_t slot);

/* Returns a free slot, or -EAGAIN. */
int slots_pick(const struct slots *s);
/* Makes a free slot, with a frame of @len bytes, available to the device. */
void slots_add(struct slots *s, uint16_t slot, uint32_t len, bool device_writes);
/*
 * Gets a slot back from the device. Returns its number, -EAGAIN if there is none, or -EIO for a
 * slot that the device did not own. *@written includes the header.
 */
int slots_take(struct slots *s, uint32_t *written);
/* Returns the number of slots that the device owns. */
unsigned int slots_under_way(const struct slots *s);
