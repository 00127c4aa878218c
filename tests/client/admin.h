/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A driver of a modern virtio PF that uses only its admin queue (virtio 1.3, Administration
 * Virtqueues). It sends one command at a time, including some that no kernel sends. The PF must
 * translate its DMA (VIRTIO_F_ACCESS_PLATFORM). Functions return 0 or a negative errno.
 */

#include <stddef.h>
#include <stdint.h>

#include "virtq.h"

#define ADMIN_GROUP_SELF 0
#define ADMIN_GROUP_SRIOV 1
#define ADMIN_DATA_MAX 16384
/* The token of all VFs while this driver has their PF; for vfio_open_as(). */
#define ADMIN_VF_TOKEN "76666966-7665-7669-6f76-000000000001"

struct admin {
	struct vfio_vf pf;
	unsigned int bar, notify_bar;
	uint64_t common, doorbell; /* offsets in the BARs */
	struct virtq queue;
	struct vfio_dma out, in;
};

struct admin_answer {
	uint16_t status, qualifier;
	uint32_t used;	       /* as reported by the device, including the header of the answer */
	const uint8_t *result; /* ADMIN_DATA_MAX bytes, valid until the next command */
};

/*
 * The PF must be bound to vfio-pci. Resets its device and sets up the admin queue; does not send
 * LIST_USE.
 */
int admin_open(struct admin *admin, const char *pf);
void admin_close(struct admin *admin);

/* @room is the maximum size of the result. Returns -ETIMEDOUT if the device does not answer. */
int admin_send(struct admin *admin, uint16_t group, uint16_t opcode, uint64_t member,
	       const void *data, size_t len, size_t room, struct admin_answer *answer);
/* Waits for the answer to a command for which admin_send() timed out. */
int admin_wait(struct admin *admin, unsigned int timeout_ms, struct admin_answer *answer);
