// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <unistd.h>

#include <systemd/sd-device.h>

#include "macro.h"
#include "path.h"
#include "udev.h"

static bool exists(const char *root, const char *path)
{
	char text[PATH_MAX];

	return snprintf(text, sizeof(text), "%s%s", root, path) < (int)sizeof(text) &&
	       access(text, F_OK) == 0;
}

/* Used below a root. Returns whether udev's database has an entry, regardless of its content. */
static bool has_entry(const char *root, int ifindex)
{
	char path[64];

	snprintf(path, sizeof(path), "/run/udev/data/n%d", ifindex);
	return exists(root, path);
}

bool vfv_udev_is_done(const char *root, int ifindex)
{
	_cleanup_(sd_device_unrefp) sd_device *device = NULL;
	const char *value;

	if (!exists(root, "/run/udev/control"))
		return true;
	if (*root)
		return has_entry(root, ifindex);
	if (sd_device_new_from_ifindex(&device, ifindex) < 0 ||
	    sd_device_get_is_initialized(device) <= 0)
		return false;
	/* Set while udev processes the event of a rename. */
	return sd_device_get_property_value(device, "ID_RENAMING", &value) < 0;
}
