/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A legacy split ring (virtio 0.9.5 section 2.3) in memory that the device can access: descriptors
 * and available ring, then the used ring at the next multiple of 4096 bytes. The code assumes x86:
 * little endian and coherent.
 */

#include <linux/virtio_ring.h>
#include <stdbool.h>
#include <stdint.h>

#include "vfio.h"

struct virtq {
	uint16_t index;
	struct vfio_dma mem;
	struct vring ring;
	uint16_t added; /* free-running, like the indexes in the ring */
	uint16_t taken;
};

/* A segment of a buffer chain. */
struct virtq_seg {
	uint64_t iova;
	uint32_t len;
	bool device_writes;
};

/* Returns -ENOENT for size 0, and -EINVAL for a size that is not a power of two. */
int virtq_alloc(struct virtq *q, struct vfio_vf *vf, uint16_t index, uint16_t size);
void virtq_free(struct virtq *q, struct vfio_vf *vf);

/*
 * Makes the chain of @n segments available. It uses the descriptors from @head on; the caller
 * ensures that they are inside the ring and free.
 */
void virtq_add(struct virtq *q, uint16_t head, const struct virtq_seg *segs, unsigned int n);

/*
 * Takes the next used chain, and gets its head and the number of bytes that the device wrote.
 * Returns -EAGAIN if there is none, or -EIO for an invalid head.
 */
int virtq_take(struct virtq *q, uint16_t *head, uint32_t *written);

/* Returns whether the device wants a kick for the added chains. */
bool virtq_needs_kick(const struct virtq *q);
