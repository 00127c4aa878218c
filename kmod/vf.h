/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_VF_H
#define VFIOV_VF_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/list.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>

#include "bar0.h"
#include "caps.h"
#include "decide.h"
#include "doorbell.h"
#include "intx.h"
#include "ioeventfd.h"
#include "overlay.h"
#include "request.h"
#include "reset.h"

struct vfiov_account;
struct vfiov_pf;
struct vfiov_type;

/* Counters since bind; the names are those of the spec. */
struct vfiov_vf_stats {
	atomic64_t commands;
	atomic64_t retries;
	atomic64_t errors;
	atomic64_t notifies;
	atomic64_t cached;
};

/**
 * struct vfiov_vf - a device that is bound to the driver
 * @core: VFIO's part; first, so that it is what drvdata points to
 * @pf: the PF, or NULL when the device is not a VF
 * @type: its legacy interface, or NULL when the driver knows none
 * @request: what it waits for; under vfiov.lock
 * @set_result: the last thing somebody asked for; under vfiov.lock
 * @choice: what it is to be; under vfiov.lock
 * @account: its places in the audit ring, while it is bound; under vfiov.lock
 * @overlay: config space of an open VF that is not native
 * @caps: what is hidden of an open VF whose profile is legacy
 * @bar0: region 0 of an open VF that is not native
 * @doorbell: of an open VF that is not native
 * @ioeventfds: of an open VF that is not native
 * @intx: interrupt pin of an open VF that is legacy
 * @reset: what tells that the function was reset
 * @stats: counters
 */
struct vfiov_vf {
	struct vfio_pci_core_device core;
	struct vfiov_pf *pf;
	const struct vfiov_type *type;
	struct vfiov_request request;
	struct vfiov_set_result set_result;
	struct vfiov_choice choice;
	struct vfiov_account *account;
	struct vfiov_overlay overlay;
	struct vfiov_caps caps;
	struct vfiov_bar0 bar0;
	struct vfiov_doorbell doorbell;
	struct vfiov_ioeventfds ioeventfds;
	struct vfiov_intx intx;
	struct vfiov_reset reset;
	struct vfiov_vf_stats stats;
};

extern const struct vfio_device_ops vfiov_vf_ops;

/* With vfiov.lock held. Return: the VF that is bound with that PCI address, or NULL. */
struct vfiov_vf *vfiov_vf_find(const char *bdf);

/* Return: what a device is found by. A domain may have more than 16 bits. */
static inline unsigned long vfiov_key(unsigned int domain, u16 devid)
{
	static_assert(sizeof(unsigned long) >= sizeof(u64));
	return (unsigned long)domain << 16 | devid;
}

static inline unsigned long vfiov_vf_key(struct pci_dev *pdev)
{
	return vfiov_key(pci_domain_nr(pdev->bus), pci_dev_id(pdev));
}

/* Return: number of the VF under its PF, 0 for what is not a VF. */
u32 vfiov_vf_index(struct vfiov_vf *vf);

/*
 * What the device and the kernel can do at this moment.
 * Return: bits of enum vfiov_profile; @missing gets bits of enum vfiov_missing.
 */
u32 vfiov_vf_available(struct vfiov_vf *vf, u32 *missing);

/*
 * Answer VFIO_DEVICE_GET_REGION_INFO for a region that is ours, see compat.h.
 * Return: false when it is the core's.
 */
bool vfiov_vf_region_info(struct vfio_device *vdev, struct vfio_region_info *info);

/* Return: true while the open VF shows a legacy interface. */
static inline bool vfiov_vf_has_legacy(struct vfiov_vf *vf)
{
	return vf->choice.latched.profile != VFIOV_PROFILE_NATIVE;
}

#endif
