/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_VF_H
#define VFIOV_VF_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>
#include <linux/vfiov.h>

#include "legacy.h"
#include "migrating.h"

struct vfiov_pf;
struct vfiov_type;

/* The profiles of this driver, in the order of the table in profiles.c. */
enum vfiov_virtio_profile {
	VFIOV_VIRTIO_NATIVE,
	VFIOV_VIRTIO_TRANSITIONAL,
	VFIOV_VIRTIO_LEGACY,
};

/* Counters since bind, in the order of the table in profiles.c. */
struct vfiov_vf_stats {
	atomic64_t commands;
	atomic64_t retries;
	atomic64_t errors;
	atomic64_t notifies;
	atomic64_t cached;
};

/**
 * struct vfiov_vf - a device bound to the driver
 * @core: VFIO's part; first, because drvdata points to it
 * @dev: the vfiov core's part
 * @node: in vfiov_virtio.vfs
 * @pf: the PF, or NULL if the device is not a VF
 * @type: its legacy interface, or NULL if the driver does not support one
 * @profile: profile of the open VF, native while it is closed. Written before the open
 *	returns; the data path reads it without a lock.
 * @overlay: config space of an open VF that is not native
 * @caps: hidden capabilities of an open VF with the legacy profile
 * @bar0: region 0 of an open VF that is not native
 * @doorbell: doorbell of an open VF that is not native
 * @ioeventfds: ioeventfds of an open VF that is not native
 * @intx: interrupt pin of an open VF with the legacy profile
 * @reset: state to detect resets of the function
 * @migration: migration of an open VF
 * @stats: counters
 */
struct vfiov_vf {
	struct vfio_pci_core_device core;
	struct vfiov_device dev;
	struct list_head node;
	struct vfiov_pf *pf;
	const struct vfiov_type *type;
	enum vfiov_virtio_profile profile;
	struct vfiov_overlay overlay;
	struct vfiov_caps caps;
	struct vfiov_bar0 bar0;
	struct vfiov_doorbell doorbell;
	struct vfiov_ioeventfds ioeventfds;
	struct vfiov_intx intx;
	struct vfiov_reset reset;
	struct vfiov_migration migration;
	struct vfiov_vf_stats stats;
};

/* Return: true while the VF is open with a legacy interface. */
static inline bool vfiov_vf_has_legacy(const struct vfiov_vf *vf)
{
	return vf->profile != VFIOV_VIRTIO_NATIVE;
}

/* May be called in any context. Return: true while the guest has I/O decode enabled. */
static inline bool vfiov_vf_io_enabled(const struct vfiov_vf *vf)
{
	return READ_ONCE(vf->overlay.command) & cpu_to_le16(PCI_COMMAND_IO);
}

/* May be called in any context. Return: true while the guest has its interrupt pin disabled. */
static inline bool vfiov_vf_intx_disabled(const struct vfiov_vf *vf)
{
	return READ_ONCE(vf->overlay.command) & cpu_to_le16(PCI_COMMAND_INTX_DISABLE);
}

#endif
