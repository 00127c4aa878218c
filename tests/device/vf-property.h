/* SPDX-License-Identifier: GPL-2.0-only */
/* Properties of QEMU's own virtio devices that a test sets for the VFs of a PF. */
#pragma once

#include "device.h"

/*
 * Sets a property of the VFs that are created from now on; without a value, removes the setting.
 * Returns false if the VFs have no such property or it cannot have this value.
 */
bool vfdev_vf_property_set(struct vfdev_pf *pf, const char *name, const char *value, Error **errp);
/* Appends a line NAME=VALUE for each property. */
void vfdev_vf_property_print(struct vfdev_pf *pf, GString *out);
/* Applies the properties to a VF that is not yet realized. */
bool vfdev_vf_property_apply(struct vfdev_pf *pf, struct vfdev_vf *vf, Error **errp);
void vfdev_vf_property_clear(struct vfdev_pf *pf);
