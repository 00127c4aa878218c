// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "macro.h"
#include "path.h"
#include "sysfs.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

static const char devices[] = "sys/bus/pci/devices";

/* The first name in net/ of the device's folder CHILD, in byte order, so that it is the same one each time. */
static int first_netdev(const char *root, const char *bdf, const char *child,
			char name[static IFNAMSIZ])
{
	_cleanup_(closedirp) DIR *d =
		vfv_path_opendir("%s/%s/%s/%s/net", root, devices, bdf, child);
	bool found = false;

	if (!d)
		return -errno;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		if (e->d_name[0] == '.' || strlen(e->d_name) >= IFNAMSIZ)
			continue;
		if (found && strcmp(e->d_name, name) >= 0)
			continue;
		strcpy(name, e->d_name);
		found = true;
	}
	return found ? 0 : -ENOENT;
}

int vfv_sysfs_netdev(const char *root, const char *bdf, char name[static IFNAMSIZ])
{
	_cleanup_(closedirp) DIR *d = NULL;
	int r;

	r = first_netdev(root, bdf, ".", name);
	if (r != -ENOENT)
		return r;

	/* A virtio device has its interface below the device of the virtio bus. */
	d = vfv_path_opendir("%s/%s/%s", root, devices, bdf);
	if (!d)
		return -errno;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		if (strncmp(e->d_name, "virtio", strlen("virtio")) != 0)
			continue;
		r = first_netdev(root, bdf, e->d_name, name);
		if (r != -ENOENT)
			return r;
	}
	return -ENOENT;
}

int vfv_sysfs_port(const char *root, const char *netdev, char name[static VFV_PORT_NAME_SIZE])
{
	int r;

	r = vfv_path_read(name, VFV_PORT_NAME_SIZE, "%s/sys/class/net/%s/phys_port_name", root,
			  netdev);
	if (r < 0)
		return r;
	return name[0] ? 0 : -ENOENT;
}
