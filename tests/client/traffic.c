// SPDX-License-Identifier: GPL-2.0-only
/* The part of nic.h that sends and receives frames; nic.c brings the device up and down. */
#include <poll.h>
#include <string.h>

#include "nic.h"
#include "util.h"

/* Waits for an interrupt or, without interrupts, until the next poll of the ring. */
static int wait_for(struct nic *nic, enum nic_vector vector, uint64_t deadline)
{
	struct pollfd pfd = { .fd = nic->eventfd[vector], .events = POLLIN };
	uint64_t now = util_now_ns(), count;
	int r;

	if (now >= deadline)
		return -ETIMEDOUT;
	if (pfd.fd < 0) {
		util_sleep_ms(1);
		return 0;
	}
	r = poll(&pfd, 1, (deadline - now) / 1000000 + 1);
	if (r < 0)
		return -errno;
	if (r == 0)
		return -ETIMEDOUT;
	if (read(pfd.fd, &count, sizeof(count)) != sizeof(count))
		return -errno;
	nic->interrupts[vector] += count;
	return 0;
}

static int tx_reap(struct nic *nic)
{
	uint32_t written;
	int r;

	do {
		r = slots_take(&nic->tx, &written);
	} while (r >= 0);
	return r == -EAGAIN ? 0 : r;
}

int nic_send(struct nic *nic, const void *frame, size_t len)
{
	int r, slot;

	nic->step = "send a frame";
	if (len > SLOTS_FRAME_MAX)
		return -EMSGSIZE;
	r = tx_reap(nic);
	if (r < 0)
		return r;
	slot = slots_pick(&nic->tx);
	if (slot < 0)
		return slot;
	memset(slots_header(&nic->tx, slot), 0, sizeof(struct virtio_net_hdr));
	memcpy(slots_frame(&nic->tx, slot), frame, len);
	slots_add(&nic->tx, slot, len, false);
	return virtq_needs_kick(&nic->tx.q) ? legacy_kick(&nic->dev, &nic->tx.q) : 0;
}

int nic_drain(struct nic *nic, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r = 0;

	nic->step = "wait for sent frames to leave";
	while (r == 0 && slots_under_way(&nic->tx)) {
		r = wait_for(nic, NIC_VECTOR_TX, deadline);
		if (r == 0)
			r = tx_reap(nic);
	}
	return r;
}

/* The device must not write less than a frame or more than the slot. The header must not request
 * offloads, because none were negotiated.
 */
static int received_check(const struct virtio_net_hdr *hdr, uint32_t written)
{
	if (written < sizeof(*hdr) + sizeof(struct ether_header) ||
	    written > sizeof(*hdr) + SLOTS_FRAME_MAX || hdr->flags || hdr->gso_type)
		return -EBADMSG;
	return 0;
}

static int frame_take(struct nic *nic, void *frame, size_t *len)
{
	size_t room = *len;
	uint32_t written;
	int r, slot;

	slot = slots_take(&nic->rx, &written);
	if (slot < 0)
		return slot;
	r = received_check(slots_header(&nic->rx, slot), written);
	if (r == 0) {
		*len = written - sizeof(struct virtio_net_hdr);
		if (*len > room)
			r = -EMSGSIZE;
		else
			memcpy(frame, slots_frame(&nic->rx, slot), *len);
	}
	slots_add(&nic->rx, slot, SLOTS_FRAME_MAX, true);
	if (r == 0 && virtq_needs_kick(&nic->rx.q))
		r = legacy_kick(&nic->dev, &nic->rx.q);
	return r;
}

int nic_receive(struct nic *nic, void *frame, size_t *len, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r;

	nic->step = "receive a frame";
	for (;;) {
		if (!nic->rx_pending) {
			r = wait_for(nic, NIC_VECTOR_RX, deadline);
			if (r < 0)
				return r;
			nic->rx_pending = true;
		}
		r = frame_take(nic, frame, len);
		if (r != -EAGAIN)
			return r;
		nic->rx_pending = false;
	}
}
