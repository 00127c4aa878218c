/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads VFs from /sys, regardless of their driver. */
#pragma once

#include <stdbool.h>

#include "lib/msg.h"

enum { CMD_DRIVER_SIZE = 64 };

/* Data of a VF that comes from its PF. */
struct cmd_pf {
	const char *bdf;
	uint64_t serial;   /* 0 with serial_known means that it has none */
	bool serial_known; /* false if the caller may not read it */
};

/* Called for each VF. Return: 0, or a negative errno that ends the scan. */
typedef int cmd_pci_found_fn(const char *bdf, const struct cmd_pf *pf, uint32_t index,
			     void *userdata);

/*
 * Open /sys/bus/pci/devices below @root, "" for "/" itself. Return: a descriptor or a negative
 * errno.
 */
int cmd_pci_open(const char *root);

/**
 * cmd_pci_scan - find all VFs of virtio PFs, and of other PFs with a governed VF
 * @devices: from cmd_pci_open()
 *
 * Opens only PFs: a VF is just a link in the PF's directory, and may already be gone. The order is
 * undefined.
 *
 * Return: 0, or what @found returned.
 */
int cmd_pci_scan(int devices, cmd_pci_found_fn *found, void *userdata);

/* Called for each PF. Return: 0, or a negative errno that ends the scan. */
typedef int cmd_pci_found_pf_fn(const struct cmd_pf *pf, void *userdata);

/* Find all virtio PFs, with or without VFs, and other PFs with a governed VF. */
int cmd_pci_scan_pfs(int devices, cmd_pci_found_pf_fn *found, void *userdata);

/* Return: true if the device whose directory is @dir is bound to a driver with profiles. */
bool cmd_pci_is_governed(int dir);

/*
 * Set @base to the last component of the target of the link @name in @dir, "" if there is no such
 * link or the component does not fit.
 */
void cmd_pci_link(int dir, const char *name, char *base, size_t size);

/**
 * cmd_pci_read - read a VF's own directory
 * @dir: the directory
 * @all: also read ids and NUMA node
 * @driver: set to the name of its driver, "" if it has none
 */
void cmd_pci_read(int dir, bool all, struct vfv_vf *vf, char driver[static CMD_DRIVER_SIZE]);
