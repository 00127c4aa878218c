/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine as vfiovctl sees it, in a directory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { ROOT_SIZE = 64 };

/*
 * Make a directory, and name it in PATH: host "hv-a03"; with DEVICES a PF 0000:3b:00.0 (ens1f0np0,
 * port p0) that has 6 VFs, number 3 of which has the driver virtio-pci and number 5 none; and a
 * process 4121, "qemu-kvm".
 */
void root_make(char path[static ROOT_SIZE], bool devices);

/* Write a file below the directory, with the directories that lead to it. */
void root_put(const char *root, const char *name, const char *text);

/* Make a directory that only root can write into. */
void root_put_shut(const char *root, const char *name);

/* The driver's files in sysfs of the VFs 0 and 1: native, and transitional until it is closed. */
void root_put_attributes(const char *root);

/*
 * VF 3 is bound to vfio-pci, on a kernel that shows its VFIO device, and VF 5 to virtio_vfio_pci.
 */
void root_put_drivers(const char *root);

/*
 * All VFs have the driver virtio-pci, and are in use: an interface that is up, one in a bridge, one
 * below a VLAN; a disk that is mounted, one that is swap, one that is held; the last one has its
 * interface in another network namespace.
 */
void root_put_used(const char *root);

/* The program, which keeps vfio-pci for VF 2 and our driver for VF 3. */
void root_put_driverctl(const char *root);

/* The port's name cannot be read. */
void root_spoil_port(const char *root);

/* Another PF, 0000:61:00.0, that has a single VF and no interface. */
void root_put_single(const char *root);

/*
 * A PF 0000:BUS:00.0 without an interface that has N VFs from 0000:BUS:00.1 on, all bound to the
 * driver, with its files in sysfs.
 */
void root_put_large(const char *root, unsigned int bus, unsigned int n);

void root_remove(const char *root);
