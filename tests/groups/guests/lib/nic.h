/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A network VF as Linux in a guest sees it. */

#include <stdbool.h>

#include "guest.h"
#include "scene/device.h"
#include "scene/scene.h"

struct guest_nic {
	unsigned int device, revision; /* ids of PCI */
	unsigned int status;	       /* virtio's, 0 when no driver has it */
	bool version_1;		       /* the feature was negotiated, so the driver is not a
				        * legacy one */
	bool io_bar;		       /* BAR0 is one */
};

/* Reads it, and prints what the guest sees to the log. */
void guest_nic_get(struct guest *guest, struct guest_nic *nic);
/* The claims that a legacy device has a legacy driver, or a modern one. */
void guest_nic_is_legacy(struct tap *tap, const struct guest_nic *nic, unsigned int device);
void guest_nic_is_modern(struct tap *tap, const struct guest_nic *nic, unsigned int device);

/*
 * Prints the time since QEMU's start, and the admin commands since the counters were reset; also as
 * a line of figures.tsv.
 */
void guest_figures(const struct guest *guest, struct vfdev *device, unsigned int vf,
		   const char *until);

/* Brings eth0 up; returns the time from QEMU's start to its link, in ms. */
uint64_t guest_nic_up(struct guest *guest);
/* Claims its MAC address, a lease, and pings. */
void guest_nic_traffic(struct tap *tap, struct guest *guest, unsigned int vf);
/* Claims that it sees the link go down and up, which the device reports by an interrupt. */
void guest_nic_link(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);
/*
 * Returns the interrupts of a queue on all processors, by its name in /proc/interrupts: "input.0".
 */
unsigned long guest_nic_interrupts(struct guest *guest, const char *queue);
/* Claims that after traffic the first receive queue has had interrupts of its own. */
void guest_nic_msix(struct tap *tap, struct guest *guest);
