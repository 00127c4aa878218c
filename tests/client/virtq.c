// SPDX-License-Identifier: GPL-2.0-only
#include "virtq.h"

#include <linux/virtio_pci.h>

#include "util.h"

int virtq_alloc(struct virtq *q, struct vfio_vf *vf, uint16_t index, uint16_t size)
{
	int r;

	*q = (struct virtq){ .index = index };
	if (size == 0)
		return -ENOENT;
	if (size & (size - 1))
		return -EINVAL;
	r = vfio_dma_map(vf, vring_size(size, VIRTIO_PCI_VRING_ALIGN), &q->mem);
	if (r < 0)
		return r;
	vring_init(&q->ring, size, q->mem.va, VIRTIO_PCI_VRING_ALIGN);
	return 0;
}

void virtq_free(struct virtq *q, struct vfio_vf *vf)
{
	vfio_dma_unmap(vf, &q->mem);
}

void virtq_add(struct virtq *q, uint16_t head, const struct virtq_seg *segs, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		struct vring_desc *desc = &q->ring.desc[head + i];

		desc->addr = htole64(segs[i].iova);
		desc->len = htole32(segs[i].len);
		desc->flags = htole16((segs[i].device_writes ? VRING_DESC_F_WRITE : 0) |
				      (i + 1 < n ? VRING_DESC_F_NEXT : 0));
		desc->next = htole16(head + i + 1);
	}
	q->ring.avail->ring[q->added % q->ring.num] = htole16(head);
	q->added++;
	/* The device must see the chain before it sees the index. */
	__atomic_store_n(&q->ring.avail->idx, htole16(q->added), __ATOMIC_RELEASE);
}

int virtq_take(struct virtq *q, uint16_t *head, uint32_t *written)
{
	const struct vring_used_elem *elem;
	uint32_t id;

	if (le16toh(__atomic_load_n(&q->ring.used->idx, __ATOMIC_ACQUIRE)) == q->taken)
		return -EAGAIN;
	elem = &q->ring.used->ring[q->taken % q->ring.num];
	id = le32toh(elem->id);
	if (id >= q->ring.num)
		return -EIO;
	q->taken++;
	*head = id;
	*written = le32toh(elem->len);
	return 0;
}

bool virtq_needs_kick(const struct virtq *q)
{
	/* The stored index must be visible before the flag is read. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return !(le16toh(__atomic_load_n(&q->ring.used->flags, __ATOMIC_RELAXED)) &
		 VRING_USED_F_NO_NOTIFY);
}
