/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What Linux in a guest makes of a network VF. */

#include <stdbool.h>

#include "guest.h"
#include "scene/device.h"
#include "scene/scene.h"

/* The VF in the guest: slot 5 of its machine. */
#define GUEST_NIC_SYSFS "/sys/bus/pci/devices/0000:00:05.0"

struct guest_nic {
	unsigned int device, revision; /* ids of PCI */
	unsigned int status;	       /* virtio's, 0 when no driver has it */
	bool version_1;		       /* the feature was negotiated, so it is not run as legacy */
	bool io_bar;		       /* BAR0 is one */
};

/* Reads it, and prints what the guest sees into the log. */
void guest_nic_get(struct guest *guest, struct guest_nic *nic);
/* The claims that make a legacy device run by a legacy driver, or a modern one. */
void guest_nic_is_legacy(struct tap *tap, const struct guest_nic *nic, unsigned int device);
void guest_nic_is_modern(struct tap *tap, const struct guest_nic *nic, unsigned int device);

/*
 * Says how long it took from QEMU's start until now, and how many admin commands since the counters
 * were reset; also as a line of figures.tsv.
 */
void guest_figures(const struct guest *guest, struct vfdev *device, unsigned int vf,
		   const char *until);

/* Brings eth0 up; the time from QEMU's start to its link, in ms. */
uint64_t guest_nic_up(struct guest *guest);
/* Claims its MAC address, a lease, and pings. */
void guest_nic_traffic(struct tap *tap, struct guest *guest, unsigned int vf);
/* Claims that it sees the link go and come back, of which the device tells by an interrupt. */
void guest_nic_link(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);
/* Interrupts, on all processors, that a queue has had by its name in /proc/interrupts: "input.0". */
unsigned long guest_nic_interrupts(struct guest *guest, const char *queue);
/* Claims that after traffic the first receive queue has had interrupts of its own. */
void guest_nic_msix(struct tap *tap, struct guest *guest);
