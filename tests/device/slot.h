/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The slot of the PF, for surprise removal: the function disappears between two accesses, and only
 * then does the port report an empty slot to the guest. QEMU's own device_del asks the guest first.
 *
 * The PF remains as an object, without power, and keeps its counters and all settings of a test.
 */
#pragma once

#include "device.h"

/* Prepares the slot. Call this before the guest runs. */
void vfdev_slot_init(struct vfdev_pf *pf);

/*
 * Returns false with errp set if the PF is in no slot, is not present, or is still in use by the
 * guest.
 */
bool vfdev_slot_unplug(struct vfdev_pf *pf, Error **errp);
bool vfdev_slot_plug(struct vfdev_pf *pf, Error **errp);

/*
 * Makes the port report an error on its link; @name is as for QEMU's pcie_aer_inject_error. Returns
 * false with errp set if there is no such error, or the guest has not enabled reports of it.
 */
bool vfdev_slot_error(struct vfdev_pf *pf, const char *name, Error **errp);
