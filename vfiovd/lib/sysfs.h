/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The few facts about a PF that the kernel does not send along because they change under it. */

#include <net/if.h>

/* Bytes of a phys_port_name with its NUL; the kernel allows it as long as an interface's name. */
enum { VFV_PORT_NAME_SIZE = IFNAMSIZ };

/* Network interfaces of one PCI device. */
enum { VFV_SYSFS_NETDEVS_MAX = 16 };

struct vfv_sysfs_netdevs {
	size_t n;
	char names[VFV_SYSFS_NETDEVS_MAX][IFNAMSIZ]; /* in byte order, so that the first stays it */
};

/*
 * Names of the network interfaces of the PCI device BDF, below ROOT ("" for the machine's own /sys).
 * Returns 0, also when it has none (now); -E2BIG when it has more, or another negative errno.
 */
int vfv_sysfs_netdevs(const char *root, const char *bdf, struct vfv_sysfs_netdevs *ret);

/*
 * Address of the PCI device that DEVICE of the bus BUS is, or of which it is the virtio device. Returns 0,
 * -ENOENT when it is neither, or another negative errno.
 */
int vfv_sysfs_pci(const char *root, const char *bus, const char *device, char *bdf, size_t size);

/* Number of an interface. Returns it, or a negative errno. */
int vfv_sysfs_ifindex(const char *root, const char *netdev);

/*
 * Is the PCI device BDF one that has network interfaces, by its class? Returns 1 or 0, or a negative
 * errno when it cannot be told.
 */
int vfv_sysfs_is_network(const char *root, const char *bdf);

/* Its phys_port_name. Returns 0, -ENOENT or -EOPNOTSUPP when it has none, or a negative errno. */
int vfv_sysfs_port(const char *root, const char *netdev, char name[static VFV_PORT_NAME_SIZE]);
