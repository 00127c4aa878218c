/* SPDX-License-Identifier: GPL-2.0-only */
/* A directory that looks like a machine to vfiovctl. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { ROOT_SIZE = 64 };

/*
 * Make a directory and return its name in PATH. It has the host name "hv-a03" and a process 4121,
 * "qemu-kvm". With DEVICES it also has a PF 0000:3b:00.0 (ens1f0np0, port p0) with 6 VFs; VF 3 is
 * bound to virtio-pci, and VF 5 has no driver.
 */
void root_make(char path[static ROOT_SIZE], bool devices);

/* Write a file below the directory, and create its parent directories. */
void root_put(const char *root, const char *name, const char *text);

/* Make a directory that only root can write to. */
void root_put_shut(const char *root, const char *name);

/*
 * Add the driver's sysfs files for VFs 0 and 1: one is native, the other transitional until it is
 * closed.
 */
void root_put_attributes(const char *root);

/*
 * Bind VF 3 to vfio-pci, on a kernel that shows its VFIO device, and VF 5 to virtio_vfio_pci.
 */
void root_put_drivers(const char *root);

/*
 * Bind all VFs to virtio-pci and put them in use: an interface that is up, one in a bridge, one
 * with a VLAN; a mounted disk, a swap disk, a disk with a holder; and an interface in another
 * network namespace.
 */
void root_put_used(const char *root);

/* Add driverctl, with overrides to vfio-pci for VF 2 and to our driver for VF 3. */
void root_put_driverctl(const char *root);

/* Make the port's name unreadable. */
void root_spoil_port(const char *root);

/* Add a PF 0000:61:00.0 with a single VF and no interface. */
void root_put_single(const char *root);

/*
 * Add a PF 0000:BUS:00.0 without an interface. Its N VFs start at 0000:BUS:00.1, are all bound to
 * the driver, and have its files in sysfs.
 */
void root_put_large(const char *root, unsigned int bus, unsigned int n);

/*
 * Add an installed kernel, with or without the module and the headers. The first one is the running
 * one.
 */
void root_put_kernel(const char *root, const char *release, bool module, bool headers);

/*
 * Add four kernels: 6.12.9, which is running, 6.12.117, 7.2-rc3, and 7.2, which has the module only
 * if NEWEST_HAS_MODULE is set, and has no headers. Also add the headers of 7.9, without its kernel.
 */
void root_put_kernels(const char *root, bool newest_has_module);

/* Secure Boot is on, and the kernel is locked down. */
void root_put_lockdown(const char *root);

void root_remove(const char *root);
