/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A legacy virtio-net driver in user space: what an operating system of 2010 does with the device,
 * from firmware's part (BAR0, decoding, bus mastering) to frames on the two queues.
 * All functions return 0 or a negative errno.
 */

#include <net/ethernet.h>
#include <stdint.h>

#include "legacy.h"
#include "pci.h"
#include "slots.h"

enum nic_vector {
	NIC_VECTOR_CONFIG,
	NIC_VECTOR_RX,
	NIC_VECTOR_TX,
	NIC_VECTORS,
};

struct nic {
	struct vfio_vf *vf; /* the caller's */
	const char *step;   /* what was being done, for messages about an error */
	struct pci_ident ident;
	struct legacy_dev dev;
	uint32_t offered, accepted; /* features */
	uint8_t mac[ETHER_ADDR_LEN];
	uint16_t link; /* VIRTIO_NET_S_*, when the device has the field */
	struct slots rx, tx;
	int eventfd[NIC_VECTORS]; /* -1 without interrupts */
	uint64_t interrupts[NIC_VECTORS];
	bool rx_pending; /* an interrupt came and the ring was not yet seen empty */
};

enum nic_flags {
	NIC_POLL = 1 << 0,	/* no MSI-X: look at the ring instead */
	NIC_NO_MASTER = 1 << 1, /* leaves bus mastering as it is, as Linux before 2.6.34 does */
};

/*
 * Brings up the network device of an open VF. -ENODEV when a legacy driver would not take it:
 * nic->ident says why. nic_down() is to be called also after an error.
 */
int nic_up(struct nic *nic, struct vfio_vf *vf, unsigned int flags);
/* Resets the device, if it is still open, and frees everything. */
void nic_down(struct nic *nic);

/* Copies the frame, adds it to the transmit queue and kicks. -EAGAIN when the queue is full. */
int nic_send(struct nic *nic, const void *frame, size_t len);
/*
 * Waits for a frame and copies it; *len is the buffer's size, then the frame's. Frames are looked
 * for only when an interrupt has said so. -ETIMEDOUT, -EBADMSG for a virtio header that can not be.
 */
int nic_receive(struct nic *nic, void *frame, size_t *len, unsigned int timeout_ms);
/* Waits until all frames that were sent have left, told by interrupt. */
int nic_drain(struct nic *nic, unsigned int timeout_ms);
