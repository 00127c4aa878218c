/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_LAYOUT_H
#define VFIOV_LAYOUT_H

#include <linux/types.h>

/* The largest BAR0 of any type in the table, in bytes. */
#define VFIOV_BAR0_MAX		128

/*
 * Fields of the legacy interface, virtio 1.3 section 4.1.4.10 "Legacy Interfaces: A Note on PCI
 * Device Layout". An admin command may access only one field (section 2.12.1.2.3), so a field is
 * also the unit of a command.
 */
enum vfiov_reg {
	VFIOV_REG_HOST_FEATURES,
	VFIOV_REG_GUEST_FEATURES,
	VFIOV_REG_QUEUE_PFN,
	VFIOV_REG_QUEUE_SIZE,
	VFIOV_REG_QUEUE_SELECT,
	VFIOV_REG_QUEUE_NOTIFY,
	VFIOV_REG_STATUS,
	VFIOV_REG_ISR,
	VFIOV_REG_CONFIG_VECTOR,
	VFIOV_REG_QUEUE_VECTOR,
	VFIOV_REG_DEVICE_CONFIG,
};

/**
 * struct vfiov_field - one field of BAR0
 * @off: bytes from the start of its structure (common or device config)
 * @len: bytes
 * @reg: the register
 * @feature: legacy feature bit that makes it exist, or VFIOV_ALWAYS
 */
struct vfiov_field {
	u8 off;
	u8 len;
	u8 reg;
	u8 feature;
};

#define VFIOV_ALWAYS		0xff

/**
 * struct vfiov_type - a virtio device type that has a legacy interface
 * @name: name for messages
 * @modern_id: PCI device id of the VF
 * @legacy_id: PCI device id that a transitional device shows
 * @virtio_id: virtio device id, the subsystem id of a transitional device
 * @fields: device config, ordered by offset
 * @nr_fields: number of entries in @fields
 *
 * To add a type, add an entry to the table in layout.c.
 */
struct vfiov_type {
	const char *name;
	u16 modern_id;
	u16 legacy_id;
	u16 virtio_id;
	const struct vfiov_field *fields;
	unsigned int nr_fields;
};

/* Return: the type with this PCI device id, or NULL. */
const struct vfiov_type *vfiov_type_find(u16 modern_id);

/*
 * Return: length in bytes of the device config of a device with these legacy feature bits, up to
 * the end of the last field that exists.
 */
unsigned int vfiov_config_len(const struct vfiov_type *type, u32 features);

/* Return: size of BAR0, a power of two, for a device config of this length. */
unsigned int vfiov_bar0_size(unsigned int config_len);

/**
 * vfiov_field_at() - find the field that covers a byte of BAR0
 * @type: device type
 * @config_len: length of the device config in bytes
 * @msix: use the layout with the two MSI-X vector registers
 * @pos: byte of BAR0
 * @start: set to the offset in BAR0 at which the field starts
 *
 * Return: the field, or NULL if there is none.
 */
const struct vfiov_field *vfiov_field_at(const struct vfiov_type *type,
					 unsigned int config_len, bool msix,
					 unsigned int pos, unsigned int *start);

#endif
