// SPDX-License-Identifier: GPL-2.0-only
#include "sleep.h"

#include <endian.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/modern.h"
#include "client/util.h"

unsigned int sleep_capability(struct rig *rig, unsigned int id)
{
	unsigned int cap;

	tap_must(modern_capability(&rig->vf, id, &cap), "find capability %u", id);
	return cap;
}

void sleep_power(struct rig *rig, unsigned int state)
{
	unsigned int at = sleep_capability(rig, PCI_CAP_ID_PM) + PCI_PM_CTRL;
	uint16_t control;

	tap_must(rig_config_read(rig, at, &control, 2), "read the power state");
	control = htole16((le16toh(control) & ~PCI_PM_CTRL_STATE_MASK) | state);
	tap_must(rig_config_write(rig, at, &control, 2), "write the power state");
}

void sleep_allow(struct rig *rig)
{
	struct vfio_device_feature f = {
		.argsz = sizeof(f),
		.flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY,
	};

	tap_must(util_errno(ioctl(rig->vf.device, VFIO_DEVICE_FEATURE, &f)), "allow it to sleep");
}

bool sleep_is(const struct rig *rig, const char *attribute, const char *value)
{
	char path[128], text[32] = "";
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", rig->bdf, attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	util_close(&fd);
	if (len > 0)
		text[strcspn(text, "\n")] = '\0';
	return strcmp(text, value) == 0;
}

bool sleep_reaches(const struct rig *rig, const char *attribute, const char *value)
{
	for (int i = 0; i < 100 && !sleep_is(rig, attribute, value); i++)
		util_sleep_ms(20);
	return sleep_is(rig, attribute, value);
}
