// SPDX-License-Identifier: GPL-2.0-only
#include "pci.h"

#include <linux/pci_regs.h>

#include "util.h"

static int config_read32(struct vfio_vf *vf, unsigned int offset, uint32_t *value)
{
	int r = vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, offset, value, sizeof(*value));

	*value = le32toh(*value);
	return r;
}

static int config_write32(struct vfio_vf *vf, unsigned int offset, uint32_t value)
{
	value = htole32(value);
	return vfio_write(vf, VFIO_PCI_CONFIG_REGION_INDEX, offset, &value, sizeof(value));
}

static int bar0_size(struct vfio_vf *vf, struct pci_ident *id)
{
	uint32_t old, mask, sized;
	int r, restored;

	r = config_read32(vf, PCI_BASE_ADDRESS_0, &old);
	if (r < 0)
		return r;
	r = config_write32(vf, PCI_BASE_ADDRESS_0, UINT32_MAX);
	if (r < 0)
		return r;
	r = config_read32(vf, PCI_BASE_ADDRESS_0, &sized);
	restored = config_write32(vf, PCI_BASE_ADDRESS_0, old);
	if (r < 0)
		return r;
	id->bar0_io = sized & PCI_BASE_ADDRESS_SPACE_IO;
	mask = id->bar0_io ? (uint32_t)PCI_BASE_ADDRESS_IO_MASK
			   : (uint32_t)PCI_BASE_ADDRESS_MEM_MASK;
	id->bar0_size = ~(sized & mask) + 1;
	return restored;
}

static uint16_t get16(const uint8_t *bytes)
{
	return bytes[0] | bytes[1] << 8;
}

int pci_ident_get(struct vfio_vf *vf, struct pci_ident *id)
{
	uint8_t header[PCI_STD_HEADER_SIZEOF];
	int r;

	*id = (struct pci_ident){ 0 };
	r = vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, 0, header, sizeof(header));
	if (r < 0)
		return r;
	id->vendor = get16(header + PCI_VENDOR_ID);
	id->device = get16(header + PCI_DEVICE_ID);
	id->subsystem_vendor = get16(header + PCI_SUBSYSTEM_VENDOR_ID);
	id->subsystem_device = get16(header + PCI_SUBSYSTEM_ID);
	id->revision = header[PCI_REVISION_ID];
	id->class = header[PCI_CLASS_PROG] | header[PCI_CLASS_PROG + 1] << 8 |
		    header[PCI_CLASS_PROG + 2] << 16;
	return bar0_size(vf, id);
}

int pci_bar0_assign(struct vfio_vf *vf, uint32_t address)
{
	return config_write32(vf, PCI_BASE_ADDRESS_0, address);
}

int pci_command(struct vfio_vf *vf, uint16_t set, uint16_t clear)
{
	uint16_t command;
	int r;

	r = vfio_read(vf, VFIO_PCI_CONFIG_REGION_INDEX, PCI_COMMAND, &command, sizeof(command));
	if (r < 0)
		return r;
	command = htole16((le16toh(command) & ~clear) | set);
	return vfio_write(vf, VFIO_PCI_CONFIG_REGION_INDEX, PCI_COMMAND, &command, sizeof(command));
}
