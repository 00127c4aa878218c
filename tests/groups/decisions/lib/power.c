// SPDX-License-Identifier: GPL-2.0-only
#include "power.h"

#include <linux/pci_regs.h>
#include <linux/vfio.h>
#include <sys/ioctl.h>

#define D0 0
#define D3HOT 3
/* The number of capabilities that fit into the config space of conventional PCI. */
#define CAPS_MAX 48

/* Returns the offset of the power management control and status register, or 0 if there is none. */
static unsigned int find_register(struct vfio_vf *vf)
{
	uint8_t at = 0, cap[2];

	if (vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, PCI_CAPABILITY_LIST, &at, 1) < 0)
		return 0;
	for (unsigned int i = 0; at && i < CAPS_MAX; i++, at = cap[1]) {
		if (vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, at, cap, sizeof(cap)) < 0)
			return 0;
		if (cap[0] == PCI_CAP_ID_PM)
			return at + PCI_PM_CTRL;
	}
	return 0;
}

static bool set_state(struct vfio_vf *vf, unsigned int at, uint16_t state)
{
	return at && vfio_write(vf, VFIO_PCI_CONFIG_REGION_INDEX, at, &state, sizeof(state)) >= 0;
}

static bool suspend(struct vfio_vf *vf)
{
	struct vfio_device_feature feature = {
		.argsz = sizeof(feature),
		.flags = VFIO_DEVICE_FEATURE_SET | VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY,
	};

	return ioctl(vf->device, VFIO_DEVICE_FEATURE, &feature) == 0;
}

bool power_change(struct vfio_vf *vf, enum power_way way)
{
	unsigned int at = find_register(vf);

	switch (way) {
	case POWER_D3HOT:
		return set_state(vf, at, D3HOT);
	case POWER_D3HOT_D0:
		return set_state(vf, at, D3HOT) && set_state(vf, at, D0);
	case POWER_SUSPEND:
		return suspend(vf);
	case POWER_WAYS:
		break;
	}
	return false;
}
