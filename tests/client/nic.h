/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A legacy virtio-net driver in user space. It does everything that firmware (BAR0, decoding, bus
 * mastering) and an operating system from 2010 do with the device, up to frames on the two queues.
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
	struct vfio_vf *vf; /* owned by the caller */
	const char *step;   /* the current step, for error messages */
	struct pci_ident ident;
	struct legacy_dev dev;
	uint32_t offered, accepted; /* features */
	uint8_t mac[ETHER_ADDR_LEN];
	uint16_t link; /* VIRTIO_NET_S_*, if the device has the field */
	struct slots rx, tx;
	int eventfd[NIC_VECTORS]; /* -1 if interrupts are not used */
	uint64_t interrupts[NIC_VECTORS];
	bool rx_pending; /* an interrupt arrived, and the ring has not been found empty since
			  * then */
};

enum nic_flags {
	NIC_POLL = 1 << 0,	/* use no MSI-X, and poll the ring instead */
	NIC_NO_MASTER = 1 << 1, /* leave bus mastering unchanged, as Linux before 2.6.34 does */
};

/*
 * Brings up the network device of an open VF. Returns -ENODEV if a legacy driver would not accept
 * the device; nic->ident shows why. Call nic_down() even after an error.
 */
int nic_up(struct nic *nic, struct vfio_vf *vf, unsigned int flags);
/* Resets the device if it is still open, and frees everything. */
void nic_down(struct nic *nic);

/*
 * Copies the frame, adds it to the transmit queue and kicks the queue. Returns -EAGAIN if the queue
 * is full.
 */
int nic_send(struct nic *nic, const void *frame, size_t len);
/*
 * Waits for a frame and copies it; *@len is the size of the buffer, and is set to that of the
 * frame. Looks at the ring only after an interrupt. Returns -ETIMEDOUT if no frame arrives, or
 * -EBADMSG for an invalid virtio header.
 */
int nic_receive(struct nic *nic, void *frame, size_t *len, unsigned int timeout_ms);
/* Waits until an interrupt reports that all frames were sent. */
int nic_drain(struct nic *nic, unsigned int timeout_ms);
