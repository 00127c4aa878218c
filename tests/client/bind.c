// SPDX-License-Identifier: GPL-2.0-only
#include "bind.h"

#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "pci.h"
#include "util.h"

#define DEVICES "/sys/bus/pci/devices"

static int attr_read(const char *bdf, const char *attr, unsigned int *value)
{
	char path[PATH_MAX], text[32] = "", *end;
	_cleanup_close_ int fd = -1;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", bdf, attr);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (read(fd, text, sizeof(text) - 1) < 0)
		return -errno;
	*value = strtoul(text, &end, 0);
	return end == text ? -EINVAL : 0;
}

static int file_write(const char *path, const char *text)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	return write(fd, text, strlen(text)) < 0 ? -errno : 0;
}

static int attr_write(const char *bdf, const char *attr, const char *text)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", bdf, attr);
	return file_write(path, text);
}

/* Returns the last component of the link's target; -ENOENT if there is no link. */
static int attr_link(const char *bdf, const char *attr, char *name, size_t size)
{
	char path[PATH_MAX], target[PATH_MAX];
	ssize_t n;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", bdf, attr);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return -errno;
	target[n] = '\0';
	snprintf(name, size, "%s", basename(target));
	return 0;
}

int bind_find_pf(char bdf[static VFIO_BDF_LEN])
{
	return bind_find_pf_after("", 0, bdf);
}

int bind_find_pf_after(const char *after, unsigned int id, char bdf[static VFIO_BDF_LEN])
{
	unsigned int vendor, device, total;
	struct dirent *entry;
	int r = -ENODEV;
	DIR *dir;

	dir = opendir(DEVICES);
	if (!dir)
		return -errno;
	while ((entry = readdir(dir))) {
		if (strlen(entry->d_name) >= VFIO_BDF_LEN || strcmp(entry->d_name, after) <= 0 ||
		    (r == 0 && strcmp(entry->d_name, bdf) > 0) ||
		    attr_read(entry->d_name, "vendor", &vendor) < 0 ||
		    vendor != PCI_VENDOR_VIRTIO ||
		    attr_read(entry->d_name, "device", &device) < 0 || (id && device != id) ||
		    bind_total_vfs(entry->d_name, &total) < 0)
			continue;
		strcpy(bdf, entry->d_name);
		r = 0;
	}
	closedir(dir);
	return r;
}

int bind_total_vfs(const char *pf, unsigned int *total)
{
	return attr_read(pf, "sriov_totalvfs", total);
}

int bind_num_vfs(const char *pf, unsigned int *num)
{
	return attr_read(pf, "sriov_numvfs", num);
}

int bind_make_vfs(const char *pf, unsigned int num)
{
	unsigned int now;
	char text[16];
	int r;

	r = bind_num_vfs(pf, &now);
	if (r < 0 || now == num)
		return r;
	r = attr_write(pf, "sriov_drivers_autoprobe", "0");
	if (r < 0)
		return r;
	/* The kernel accepts only changes from 0 or to 0. */
	if (now > 0) {
		r = attr_write(pf, "sriov_numvfs", "0");
		if (r < 0 || num == 0)
			return r;
	}
	snprintf(text, sizeof(text), "%u", num);
	return attr_write(pf, "sriov_numvfs", text);
}

int bind_vf(const char *pf, unsigned int index, char bdf[static VFIO_BDF_LEN])
{
	char attr[32];

	snprintf(attr, sizeof(attr), "virtfn%u", index);
	return attr_link(pf, attr, bdf, VFIO_BDF_LEN);
}

int bind_driver(const char *bdf, char name[static 64])
{
	int r = attr_link(bdf, "driver", name, 64);

	if (r == -ENOENT)
		name[0] = '\0';
	return r == -ENOENT ? 0 : r;
}

int bind_unbind(const char *bdf)
{
	int r = attr_write(bdf, "driver/unbind", bdf);

	return r == -ENOENT ? 0 : r;
}

int bind_to(const char *bdf, const char *driver, uint64_t *took_ns)
{
	char now[64];
	uint64_t start;
	int r;

	r = bind_unbind(bdf);
	if (r < 0)
		return r;
	r = attr_write(bdf, "driver_override", driver);
	if (r < 0)
		return r;
	start = util_now_ns();
	r = file_write("/sys/bus/pci/drivers_probe", bdf);
	if (took_ns)
		*took_ns = util_now_ns() - start;
	if (r < 0)
		return r;
	r = bind_driver(bdf, now);
	if (r < 0)
		return r;
	return strcmp(now, driver) == 0 ? 0 : -ENODEV;
}
