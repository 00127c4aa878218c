/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A network VF as Linux in a guest sees it. */

#include <stdbool.h>

#include "guest.h"
#include "scene/device.h"
#include "scene/scene.h"

struct guest_nic {
	unsigned int device, revision; /* PCI IDs */
	unsigned int status;	       /* virtio device status, 0 if there is no driver */
	bool version_1;		       /* VIRTIO_F_VERSION_1 was negotiated, so the driver is not
				        * legacy */
	bool io_bar;		       /* BAR0 is an I/O BAR */
};

/* Fills in *nic, and prints what the guest sees to the log. */
void guest_nic_get(struct guest *guest, struct guest_nic *nic);
/* Claim that a device has a legacy driver, or a modern driver. */
void guest_nic_is_legacy(struct tap *tap, const struct guest_nic *nic, unsigned int device);
void guest_nic_is_modern(struct tap *tap, const struct guest_nic *nic, unsigned int device);

/*
 * Prints the time since QEMU's start and the number of admin commands since the counters were
 * reset, and adds both to figures.tsv.
 */
void guest_figures(const struct guest *guest, struct vfdev *device, unsigned int vf,
		   const char *until);

/* Brings eth0 up; returns the time from QEMU's start until the link is up, in ms. */
uint64_t guest_nic_up(struct guest *guest);
/* Claims that the interface has its MAC address, gets a lease, and can ping. */
void guest_nic_traffic(struct tap *tap, struct guest *guest, unsigned int vf);
/* Claims that the guest sees the link go down and up; the device reports this with an interrupt. */
void guest_nic_link(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);
/*
 * Returns the number of interrupts of a queue on all CPUs. The queue is named as in
 * /proc/interrupts: "input.0".
 */
unsigned long guest_nic_interrupts(struct guest *guest, const char *queue);
/* Claims that the first receive queue has had its own interrupts; call it after traffic. */
void guest_nic_msix(struct tap *tap, struct guest *guest);
