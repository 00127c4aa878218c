/* SPDX-License-Identifier: GPL-2.0-only */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/line.h"
#include "lib/macro.h"

#include "attachment.h"

VFV_DEFINE_CLEANUP(DIR *, closedir);

/* The text that the kernel shows for a string that is not set. */
static const char none[] = "(null)";

int cmd_override_read(int dir, char override[static CMD_DRIVER_SIZE])
{
	int r = vfv_line_read(dir, "driver_override", override, CMD_DRIVER_SIZE);

	if (!strcmp(override, none))
		override[0] = '\0';
	return r;
}

bool cmd_driver_exists(int devices, const char *driver)
{
	char path[CMD_DRIVER_SIZE + 16];

	/* The name is arbitrary text from an administrator or, with --root, from any directory. */
	if (!*driver || strchr(driver, '/') || !strcmp(driver, ".") || !strcmp(driver, ".."))
		return false;
	snprintf(path, sizeof(path), "../drivers/%s", driver);
	return faccessat(devices, path, F_OK, 0) >= 0;
}

static int read_group(int dir)
{
	char group[16], *end;
	long number;

	cmd_pci_link(dir, "iommu_group", group, sizeof(group));
	errno = 0;
	number = strtol(group, &end, 10);
	return errno || end == group || *end || number < 0 || number > 1 << 30 ? -1 : (int)number;
}

/* Only a kernel with VFIO_DEVICE_CDEV gives the VFIO device its own number. */
static bool has_number(int dir, const char *name)
{
	static const char before[] = "vfio";
	const char *number = name + strlen(before);
	char path[CMD_CDEV_SIZE];

	if (strncmp(name, before, strlen(before)) != 0 || !*number || strlen(name) > 16 ||
	    number[strspn(number, "0123456789")])
		return false;
	snprintf(path, sizeof(path), "vfio-dev/%s/dev", name);
	return faccessat(dir, path, F_OK, 0) >= 0;
}

static void read_cdev(int dir, char cdev[static CMD_CDEV_SIZE])
{
	int fd = openat(dir, "vfio-dev", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_(closedirp) DIR *stream = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(stream)))
		if (has_number(dir, entry->d_name))
			snprintf(cdev, CMD_CDEV_SIZE, "/dev/vfio/devices/%.16s", entry->d_name);
}

void cmd_attachment_read(int devices, int dir, struct cmd_attachment *attachment)
{
	*attachment = (struct cmd_attachment){ .iommu_group = -1 };
	(void)cmd_override_read(dir, attachment->override);
	attachment->override_exists = cmd_driver_exists(devices, attachment->override);
	attachment->iommu_group = read_group(dir);
	read_cdev(dir, attachment->cdev);
}
