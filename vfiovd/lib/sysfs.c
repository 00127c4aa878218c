// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "line.h"
#include "macro.h"
#include "sysfs.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

/* The first name in DIR/net, in byte order, so that it is the same one each time. */
static int first_netdev(const char *dir, char name[static IFNAMSIZ])
{
	_cleanup_(closedirp) DIR *d = NULL;
	_cleanup_free_ char *path = NULL;
	bool found = false;

	if (asprintf(&path, "%s/net", dir) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	d = opendir(path);
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
	_cleanup_free_ char *path = NULL;
	int r;

	if (asprintf(&path, "%s/sys/bus/pci/devices/%s", root, bdf) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = first_netdev(path, name);
	if (r != -ENOENT)
		return r;

	/* A virtio device has its interface below the device of the virtio bus. */
	d = opendir(path);
	if (!d)
		return -errno;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		_cleanup_free_ char *child = NULL;

		if (strncmp(e->d_name, "virtio", strlen("virtio")) != 0)
			continue;
		if (asprintf(&child, "%s/%s", path, e->d_name) < 0) {
			child = NULL;
			return -ENOMEM;
		}
		r = first_netdev(child, name);
		if (r != -ENOENT)
			return r;
	}
	return -ENOENT;
}

int vfv_sysfs_port(const char *root, const char *netdev, char name[static VFV_PORT_NAME_SIZE])
{
	_cleanup_free_ char *path = NULL;
	int r;

	if (asprintf(&path, "%s/sys/class/net/%s/phys_port_name", root, netdev) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	r = vfv_line_read(AT_FDCWD, path, name, VFV_PORT_NAME_SIZE);
	if (r < 0)
		return r;
	return name[0] ? 0 : -ENOENT;
}
