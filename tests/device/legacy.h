/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The legacy registers of a VF, as the legacy interface of virtio over PCI defines them ("PCI
 * Device Layout, Legacy Interfaces"), accessed by admin commands. QEMU's own legacy registers
 * cannot be used: they refuse a device behind an IOMMU.
 *
 * If the access does not cover exactly one field, the functions return false and have no effect.
 */
#pragma once

#include "device.h"

/* Accesses exactly one field of the common configuration; 20 and 22 only while MSI-X is enabled. */
bool vfdev_legacy_common_read(VirtIOPCIProxy *proxy, unsigned offset, uint8_t *data, size_t len);
bool vfdev_legacy_common_write(VirtIOPCIProxy *proxy, unsigned offset, const uint8_t *data,
			       size_t len);

/* Accesses bytes within one field of the device's configuration. */
bool vfdev_legacy_device_read(struct vfdev_vf *vf, unsigned offset, uint8_t *data, size_t len);
bool vfdev_legacy_device_write(struct vfdev_vf *vf, unsigned offset, const uint8_t *data,
			       size_t len);

/* Performs a driver notification, by register or doorbell. */
void vfdev_legacy_notify(VirtIOPCIProxy *proxy, uint64_t queue);
