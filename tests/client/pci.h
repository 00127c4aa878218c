/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Sets up a PCI function as firmware does before a driver sees it. Functions return 0 or a negative
 * errno.
 */

#include <stdbool.h>
#include <stdint.h>

#include "vfio.h"

#define PCI_VENDOR_VIRTIO 0x1af4
#define PCI_DEVICE_NET 0x1041
#define PCI_DEVICE_BLOCK 0x1042

/* The ids that a driver matches, read from config space. */
struct pci_ident {
	uint16_t vendor, device, subsystem_vendor, subsystem_device;
	uint32_t class; /* 24 bits */
	uint8_t revision;
	bool bar0_io;
	uint32_t bar0_size; /* found by sizing; 0 if there is no BAR0 */
};

/* Leaves BAR0 unchanged. */
int pci_ident_get(struct vfio_vf *vf, struct pci_ident *id);

/*
 * Writes the address of BAR0 (an I/O BAR: 16 bits), and sets and clears bits of the command
 * register.
 */
int pci_bar0_assign(struct vfio_vf *vf, uint32_t address);
int pci_command(struct vfio_vf *vf, uint16_t set, uint16_t clear);
