/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Reads the few facts about a PF that the kernel module does not send, because they can change. */

#include <net/if.h>

/* Bytes of a phys_port_name with its NUL; the kernel limits it like an interface's name. */
enum { VFV_PORT_NAME_SIZE = IFNAMSIZ };

/* Network interfaces of one PCI device. */
enum { VFV_SYSFS_NETDEVS_MAX = 16 };

struct vfv_sysfs_netdevs {
	size_t n;
	char names[VFV_SYSFS_NETDEVS_MAX][IFNAMSIZ]; /* in byte order, so the first one is stable */
};

/*
 * Names of the network interfaces of the PCI device BDF, below ROOT ("" for the machine's own
 * /sys). Returns 0, even if the device has none yet; -E2BIG if it has too many, or another negative
 * errno.
 */
int vfv_sysfs_netdevs(const char *root, const char *bdf, struct vfv_sysfs_netdevs *ret);

/*
 * Address of the PCI device for DEVICE on the bus BUS: DEVICE itself, or the parent of a virtio
 * device. Returns 0, -ENOENT for any other device, or another negative errno.
 */
int vfv_sysfs_pci(const char *root, const char *bus, const char *device, char *bdf, size_t size);

/* Returns the index of an interface, or a negative errno. */
int vfv_sysfs_ifindex(const char *root, const char *netdev);

/*
 * Returns 1 if PCI devices of the class of BDF have network interfaces, 0 if not, or a negative
 * errno if the class cannot be read.
 */
int vfv_sysfs_is_network(const char *root, const char *bdf);

/*
 * NETDEV's phys_port_name. Returns 0, -ENOENT or -EOPNOTSUPP if there is none, or a negative errno.
 */
int vfv_sysfs_port(const char *root, const char *netdev, char name[static VFV_PORT_NAME_SIZE]);
