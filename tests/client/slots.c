// SPDX-License-Identifier: GPL-2.0-only
#include "slots.h"

#include "util.h"

/* The frame starts on a separate cache line. */
#define FRAME_OFFSET 64
#define SLOT_SIZE (FRAME_OFFSET + SLOTS_FRAME_MAX)

static uint64_t all(const struct slots *s)
{
	return s->n == 64 ? UINT64_MAX : (UINT64_C(1) << s->n) - 1;
}

int slots_map(struct slots *s, struct vfio_vf *vf)
{
	s->n = s->q.ring.num / 2 < SLOTS_MAX ? s->q.ring.num / 2 : SLOTS_MAX;
	s->free = all(s);
	return vfio_dma_map(vf, (size_t)s->n * SLOT_SIZE, &s->buffers);
}

void slots_free(struct slots *s, struct vfio_vf *vf)
{
	virtq_free(&s->q, vf);
	vfio_dma_unmap(vf, &s->buffers);
}

struct virtio_net_hdr *slots_header(const struct slots *s, uint16_t slot)
{
	return (void *)((uint8_t *)s->buffers.va + (size_t)slot * SLOT_SIZE);
}

uint8_t *slots_frame(const struct slots *s, uint16_t slot)
{
	return (uint8_t *)slots_header(s, slot) + FRAME_OFFSET;
}

int slots_pick(const struct slots *s)
{
	return s->free ? __builtin_ctzll(s->free) : -EAGAIN;
}

void slots_add(struct slots *s, uint16_t slot, uint32_t len, bool device_writes)
{
	uint64_t iova = s->buffers.iova + (uint64_t)slot * SLOT_SIZE;
	struct virtq_seg segs[] = {
		{ iova, sizeof(struct virtio_net_hdr), device_writes },
		{ iova + FRAME_OFFSET, len, device_writes },
	};

	s->free &= ~(UINT64_C(1) << slot);
	virtq_add(&s->q, slot * 2, segs, ARRAY_SIZE(segs));
}

int slots_take(struct slots *s, uint32_t *written)
{
	uint16_t head, slot;
	int r;

	r = virtq_take(&s->q, &head, written);
	if (r < 0)
		return r;
	slot = head / 2;
	if (head % 2 || slot >= s->n || s->free & UINT64_C(1) << slot)
		return -EIO;
	s->free |= UINT64_C(1) << slot;
	return slot;
}

unsigned int slots_under_way(const struct slots *s)
{
	return __builtin_popcountll(all(s) & ~s->free);
}
