/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The slot that the PF sits in, for a removal by surprise: the function is gone from one access to
 * the next, and only then the port tells the guest that the slot is empty. QEMU's own device_del
 * asks the guest first.
 *
 * The PF stays as an object, without power, and with all that a test has set and counted.
 */
#pragma once

#include "device.h"

/* Prepares the slot; to be called before the guest runs. */
void vfdev_slot_init(struct vfdev_pf *pf);

/* False with errp set: the PF is in no slot, it is not there, or the guest has not let go of it. */
bool vfdev_slot_unplug(struct vfdev_pf *pf, Error **errp);
bool vfdev_slot_plug(struct vfdev_pf *pf, Error **errp);

/*
 * The port reports an error on its link, one of those that QEMU's pcie_aer_inject_error names. False with
 * errp set: there is no such error, or the guest has not turned the report of it on.
 */
bool vfdev_slot_error(struct vfdev_pf *pf, const char *name, Error **errp);
