/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A client that behaves like a VMM: it accesses BAR0 continuously, and closes the device when the
 * host requests it (VFIO_PCI_REQ_IRQ_INDEX).
 */

#include "lib/hammer.h"
#include "lib/rig.h"

#define VMM_THREADS 4

struct vmm {
	struct rig *rig; /* with the VF open */
	struct hammer hammer;
	int request;
	uint64_t close_ns; /* duration of the last close, including the last accesses of the
			    * threads */
};

/* Starts threads on the rig's VF, and waits until they succeed. */
void vmm_start(struct vmm *vmm, struct rig *rig);
/* Waits until the host asks the client to close the device. */
bool vmm_requested(struct vmm *vmm, unsigned int timeout_ms);
/* Ends the threads and closes the device. */
void vmm_stop(struct vmm *vmm);
/*
 * Claims that accesses failed only with I/O errors, and that no access and no close took too long.
 */
void vmm_check(struct vmm *vmm, const char *when, unsigned int longest_ms);

/* Makes the device stop answering reads of the VF, and waits until one read is unanswered. */
void vmm_hold(struct vmm *vmm);
