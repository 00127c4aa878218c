/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A driver of a modern virtio PF that uses its admin queue and nothing else (virtio 1.3, Administration
 * Virtqueues): what no kernel sends can be sent as well. One command at a time. The PF must translate its
 * DMA (VIRTIO_F_ACCESS_PLATFORM). 0 or a negative errno.
 */

#include <stddef.h>
#include <stdint.h>

#include "virtq.h"

#define ADMIN_GROUP_SELF 0
#define ADMIN_GROUP_SRIOV 1
#define ADMIN_DATA_MAX 16384
/* Of all VFs, while their PF is ours: text for vfio_open_as(). */
#define ADMIN_VF_TOKEN "76666966-7665-7669-6f76-000000000001"

struct admin {
	struct vfio_vf pf;
	unsigned int bar, notify_bar;
	uint64_t common, bell; /* where in the BARs */
	struct virtq queue;
	struct vfio_dma out, in;
};

struct admin_answer {
	uint16_t status, qualifier;
	uint32_t used;	    /* as the device says, with the header of the answer */
	const uint8_t *result; /* ADMIN_DATA_MAX bytes, until the next command */
};

/* The PF is bound to vfio-pci. Its device is reset, and has its admin queue; no LIST_USE was sent. */
int admin_open(struct admin *admin, const char *pf);
void admin_close(struct admin *admin);

/* Room is how much of a result the device may write. -ETIMEDOUT: it has not answered. */
int admin_send(struct admin *admin, uint16_t group, uint16_t opcode, uint64_t member,
	       const void *data, size_t len, size_t room, struct admin_answer *answer);
/* Waits for the answer of a command after which admin_send() gave up. */
int admin_wait(struct admin *admin, unsigned int timeout_ms, struct admin_answer *answer);
