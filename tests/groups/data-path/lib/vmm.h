/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A client that does what a VMM does when the host wants its device back: it uses BAR0 all the
 * time, and closes the device when it is asked to (VFIO_PCI_REQ_IRQ_INDEX).
 */

#include "lib/hammer.h"
#include "lib/rig.h"

#define VMM_THREADS 4

struct vmm {
	struct rig *rig; /* with the VF open */
	struct hammer hammer;
	int request;
	uint64_t close_ns; /* how long the last close took, with the threads' last accesses */
};

/* Starts threads on the rig's VF, and waits until they get through. */
void vmm_start(struct vmm *vmm, struct rig *rig);
/* Waits until the host asks for the device. */
bool vmm_requested(struct vmm *vmm, unsigned int timeout_ms);
/* Ends the threads and closes the device. */
void vmm_stop(struct vmm *vmm);
/*
 * Makes two claims: what failed did so with an I/O error, and no access and no close took too long.
 */
void vmm_judge(struct vmm *vmm, const char *when, unsigned int longest_ms);

/* From now on the device does not answer reads of the VF; waits until it holds one back. */
void vmm_hold(struct vmm *vmm);
