/* SPDX-License-Identifier: GPL-2.0-only */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <ifaddrs.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "lib/path.h"
#include "lib/sysfs.h"

#include "in-use.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);
VFV_DEFINE_CLEANUP(struct ifaddrs *, freeifaddrs);

static bool is_up(const struct cmd *cmd, const char *netdev)
{
	char text[32];

	return vfv_path_read(text, sizeof(text), "%s/sys/class/net/%s/flags", cmd->root, netdev) >=
		       0 &&
	       strtoul(text, NULL, 16) & IFF_UP;
}

static bool is_there(const struct cmd *cmd, const char *netdev, const char *name)
{
	char path[PATH_MAX];

	return snprintf(path, sizeof(path), "%s/sys/class/net/%s/%s", cmd->root, netdev, name) <
		       PATH_MAX &&
	       access(path, F_OK) >= 0;
}

/* Devices on top of the interface: a bridge, a bond, a VLAN. Each has a link "upper_NAME". */
static bool has_upper(const struct cmd *cmd, const char *netdev, char by[static CMD_IN_USE_SIZE])
{
	static const char before[] = "upper_";
	_cleanup_(closedirp) DIR *dir = vfv_path_opendir("%s/sys/class/net/%s", cmd->root, netdev);
	const struct dirent *entry;
	const char *upper = NULL;

	if (!dir && errno != ENOENT)
		return cmd_in_use_unknown(netdev, errno, by);
	while (!upper && dir && (entry = readdir(dir)))
		if (!strncmp(entry->d_name, before, strlen(before)))
			upper = entry->d_name + strlen(before);
	if (!upper)
		return false;
	if (is_there(cmd, upper, "bridge"))
		snprintf(by, CMD_IN_USE_SIZE, "interface %s is a port of bridge %.64s", netdev,
			 upper);
	else if (is_there(cmd, upper, "bonding"))
		snprintf(by, CMD_IN_USE_SIZE, "interface %s is a port of bond %.64s", netdev,
			 upper);
	else
		snprintf(by, CMD_IN_USE_SIZE, "interface %.64s is stacked on interface %s", upper,
			 netdev);
	return true;
}

/* An interface that is down may have addresses, which it uses once it is up. */
static bool has_address(const struct cmd *cmd, const char *netdev, char by[static CMD_IN_USE_SIZE])
{
	_cleanup_(freeifaddrsp) struct ifaddrs *all = NULL;
	char text[INET6_ADDRSTRLEN];

	/* Below another root, there is no kernel to query. */
	if (*cmd->root)
		return false;
	if (getifaddrs(&all) < 0)
		return cmd_in_use_unknown("its addresses", errno, by);
	for (const struct ifaddrs *item = all; item; item = item->ifa_next) {
		const void *address = NULL;
		int family = item->ifa_addr ? item->ifa_addr->sa_family : AF_UNSPEC;

		if (strcmp(item->ifa_name, netdev) != 0)
			continue;
		if (family == AF_INET)
			address = &((const struct sockaddr_in *)(const void *)item->ifa_addr)
					   ->sin_addr;
		if (family == AF_INET6)
			address = &((const struct sockaddr_in6 *)(const void *)item->ifa_addr)
					   ->sin6_addr;
		if (!address || !inet_ntop(family, address, text, sizeof(text)))
			continue;
		snprintf(by, CMD_IN_USE_SIZE, "interface %s has address %s", netdev, text);
		return true;
	}
	return false;
}

/*
 * Only interfaces in this network namespace are visible. If one was moved to another, only the
 * driver can be seen.
 */
static bool has_hidden(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE])
{
	_cleanup_(closedirp) DIR *dir =
		vfv_path_opendir("%s/sys/bus/pci/devices/%s", cmd->root, bdf);
	const struct dirent *entry;

	if (!dir)
		return cmd_in_use_unknown("its directory", errno, by);
	while ((entry = readdir(dir))) {
		char driver[CMD_DRIVER_SIZE], path[64];

		if (strncmp(entry->d_name, "virtio", strlen("virtio")) != 0)
			continue;
		snprintf(path, sizeof(path), "%.32s/driver", entry->d_name);
		cmd_pci_link(dirfd(dir), path, driver, sizeof(driver));
		if (strcmp(driver, "virtio_net") != 0)
			continue;
		snprintf(by, CMD_IN_USE_SIZE, "the interface is in another network namespace");
		return true;
	}
	return false;
}

bool cmd_in_use_net(const struct cmd *cmd, const char *bdf, char by[static CMD_IN_USE_SIZE])
{
	struct vfv_sysfs_netdevs netdevs;

	int r = vfv_sysfs_netdevs(cmd->root, bdf, &netdevs);

	if (r < 0)
		return cmd_in_use_unknown("its interfaces", -r, by);
	for (size_t i = 0; i < netdevs.n; i++) {
		const char *netdev = netdevs.names[i];

		if (has_upper(cmd, netdev, by))
			return true;
		if (is_up(cmd, netdev)) {
			snprintf(by, CMD_IN_USE_SIZE, "interface %s is up", netdev);
			return true;
		}
		if (has_address(cmd, netdev, by))
			return true;
	}
	return !netdevs.n && has_hidden(cmd, bdf, by);
}
