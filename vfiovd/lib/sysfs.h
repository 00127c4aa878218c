/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The few facts about a PF that the kernel does not send along because they change under it. */

#include <net/if.h>

/* Bytes of a phys_port_name with its NUL; the kernel allows it as long as an interface's name. */
enum { VFV_PORT_NAME_SIZE = IFNAMSIZ };

/*
 * Name of the network interface of the PCI device BDF, below ROOT ("" for the machine's own /sys).
 * Returns 0, -ENOENT when it has none (now), or another negative errno.
 */
int vfv_sysfs_netdev(const char *root, const char *bdf, char name[static IFNAMSIZ]);

/* Its phys_port_name. Returns 0, -ENOENT or -EOPNOTSUPP when it has none, or a negative errno. */
int vfv_sysfs_port(const char *root, const char *netdev, char name[static VFV_PORT_NAME_SIZE]);
