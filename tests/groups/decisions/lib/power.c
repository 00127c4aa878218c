// SPDX-License-Identifier: GPL-2.0-only
#include "power.h"

#include <linux/pci_regs.h>
#include <linux/vfio.h>

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

bool power_down(struct vfio_vf *vf, bool wake)
{
	unsigned int at = find_register(vf);
	uint16_t state = D3HOT;

	if (!at || vfio_write(vf, VFIO_PCI_CONFIG_REGION_INDEX, at, &state, sizeof(state)) < 0)
		return false;
	state = 0;
	return !wake || vfio_write(vf, VFIO_PCI_CONFIG_REGION_INDEX, at, &state, sizeof(state)) >= 0;
}
