/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The accesses of Linux's legacy network driver from its probe until the interface is up, in the
 * order of virtio_pci_legacy.c and virtio_net.c. Functions without a result end the test with "Bail
 * out!".
 */

#include "client/legacy.h"

#define BRING_UP_PAIRS 16
#define BRING_UP_QUEUES (2 * BRING_UP_PAIRS + 1)

struct bring_up {
	struct legacy_dev dev;
	uint32_t features;
	unsigned int pairs;
	struct virtq q[BRING_UP_QUEUES]; /* the last one is the control queue */
	int fd[BRING_UP_QUEUES + 1];
};

/* Returns the number of queue pairs of the open VF, at most BRING_UP_PAIRS. */
void bring_up(struct bring_up *b, struct vfio_vf *vf, unsigned int pairs);
void bring_down(struct bring_up *b);
