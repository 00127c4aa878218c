/* SPDX-License-Identifier: GPL-2.0-only */
/* Properties of QEMU's own virtio devices that a test sets for the VFs of a PF. */
#pragma once

#include "device.h"

/*
 * For the VFs that are made from now on. No value: what was set for it is forgotten. False: the VFs
 * have no such property, or it cannot have this value.
 */
bool vfdev_vf_property_set(struct vfdev_pf *pf, const char *name, const char *value, Error **errp);
/* A line NAME=VALUE for each. */
void vfdev_vf_property_print(struct vfdev_pf *pf, GString *out);
/* To a VF that is not realized yet. */
bool vfdev_vf_property_apply(struct vfdev_pf *pf, struct vfdev_vf *vf, Error **errp);
void vfdev_vf_property_clear(struct vfdev_pf *pf);
