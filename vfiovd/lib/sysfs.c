// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "macro.h"
#include "path.h"
#include "sysfs.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

static const char devices[] = "sys/bus/pci/devices";

static int order(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Add the interfaces in net/ of the device's directory CHILD. Returns 0 or a negative errno. */
static int add_netdevs(const char *root, const char *bdf, const char *child,
		       struct vfv_sysfs_netdevs *ret)
{
	_cleanup_(closedirp) DIR *d =
		vfv_path_opendir("%s/%s/%s/%s/net", root, devices, bdf, child);

	if (!d)
		return errno == ENOENT ? 0 : -errno;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		if (e->d_name[0] == '.' || strlen(e->d_name) >= IFNAMSIZ)
			continue;
		if (ret->n == VFV_SYSFS_NETDEVS_MAX)
			return -E2BIG;
		strcpy(ret->names[ret->n++], e->d_name);
	}
	return 0;
}

int vfv_sysfs_netdevs(const char *root, const char *bdf, struct vfv_sysfs_netdevs *ret)
{
	_cleanup_(closedirp) DIR *d = NULL;
	int r;

	*ret = (struct vfv_sysfs_netdevs){ 0 };
	r = add_netdevs(root, bdf, ".", ret);
	if (r < 0)
		return r;

	/* The interface of a virtio device is below the device of the virtio bus. */
	d = vfv_path_opendir("%s/%s/%s", root, devices, bdf);
	if (!d)
		return errno == ENOENT ? 0 : -errno;
	for (struct dirent *e = readdir(d); e; e = readdir(d)) {
		if (strncmp(e->d_name, "virtio", strlen("virtio")) != 0)
			continue;
		r = add_netdevs(root, bdf, e->d_name, ret);
		if (r < 0)
			return r;
	}
	qsort(ret->names, ret->n, sizeof(ret->names[0]), order);
	return 0;
}

static int copy_bdf(const char *text, char *bdf, size_t size)
{
	return snprintf(bdf, size, "%s", text) < (int)size ? 0 : -ENAMETOOLONG;
}

int vfv_sysfs_pci(const char *root, const char *bus, const char *device, char *bdf, size_t size)
{
	char path[PATH_MAX], target[PATH_MAX], *end;
	ssize_t n;

	if (!strcmp(bus, "pci"))
		return copy_bdf(device, bdf, size);
	if (strcmp(bus, "virtio"))
		return -ENOENT;
	if (snprintf(path, sizeof(path), "%s/sys/bus/virtio/devices/%s", root, device) >=
	    (int)sizeof(path))
		return -ENAMETOOLONG;
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return -errno;
	target[n] = '\0';
	/* ../../../devices/.../BDF/virtioN */
	end = strrchr(target, '/');
	if (!end)
		return -ENOENT;
	*end = '\0';
	end = strrchr(target, '/');
	return end ? copy_bdf(end + 1, bdf, size) : -ENOENT;
}

static int read_number(const char *text, long max, long *ret)
{
	char *end;

	errno = 0;
	*ret = strtol(text, &end, 0);
	return errno || end == text || *end || *ret < 0 || *ret > max ? -EINVAL : 0;
}

int vfv_sysfs_ifindex(const char *root, const char *netdev)
{
	char text[32];
	long number;
	int r;

	r = vfv_path_read(text, sizeof(text), "%s/sys/class/net/%s/ifindex", root, netdev);
	if (r >= 0)
		r = read_number(text, INT_MAX, &number);
	return r < 0 ? r : (int)number;
}

int vfv_sysfs_is_network(const char *root, const char *bdf)
{
	char text[32];
	long class;
	int r;

	r = vfv_path_read(text, sizeof(text), "%s/%s/%s/class", root, devices, bdf);
	if (r >= 0)
		r = read_number(text, 0xffffff, &class);
	return r < 0 ? r : class >> 16 == 0x02;
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
