/* SPDX-License-Identifier: GPL-2.0-only */
/* What /sys says of VFs, whatever driver they have. */
#pragma once

#include <stdbool.h>

#include "lib/msg.h"

enum { CMD_DRIVER_SIZE = 64 };

/* What VFs have of their PF. */
struct cmd_pf {
	const char *bdf;
	uint64_t serial;   /* 0: none, when it is known */
	bool serial_known; /* otherwise it may not be seen */
};

/* Gets each VF that is found. Return: 0, or a negative errno that ends the scan. */
typedef int cmd_pci_found_fn(const char *bdf, const struct cmd_pf *pf, uint32_t index,
			     void *userdata);

/* /sys/bus/pci/devices below @root, "" for "/" itself. Return: a descriptor or a negative errno. */
int cmd_pci_open(const char *root);

/**
 * cmd_pci_scan - find all VFs of virtio devices
 * @devices: of cmd_pci_open()
 *
 * Only PFs are opened: a VF is no more than a link there, and may be gone by now. There is no order.
 *
 * Return: 0, or what @found returned.
 */
int cmd_pci_scan(int devices, cmd_pci_found_fn *found, void *userdata);

/* Gets each PF that is found. Return: 0, or a negative errno that ends the scan. */
typedef int cmd_pci_found_pf_fn(const struct cmd_pf *pf, void *userdata);

/* The same for the PFs, with VFs or without. */
int cmd_pci_scan_pfs(int devices, cmd_pci_found_pf_fn *found, void *userdata);

/* The last component of the link @name of @dir in @base, "" when there is none or it has no room. */
void cmd_pci_link(int dir, const char *name, char *base, size_t size);

/**
 * cmd_pci_read - read what a VF's own directory has
 * @dir: the directory
 * @all: ids and NUMA node as well
 * @driver: set to the name of its driver, "" for none
 */
void cmd_pci_read(int dir, bool all, struct vfv_vf *vf, char driver[static CMD_DRIVER_SIZE]);
