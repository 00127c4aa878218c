/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device parts of a VF (virtio 1.4, Device parts), and the commands for them. A part that is set is
 * staged until the VF is resumed, and then takes effect.
 */
#pragma once

#include "command.h"
#include "part.h"

struct vfdev_pf;
struct vfdev_vf;

/*
 * Returns all parts as they are, or as they will be when the VF is resumed. The caller frees them.
 */
struct vfdev_parts vfdev_parts_of(struct vfdev_vf *vf);
/* For the device types: add a part whose value is a number of up to 8 bytes, or bytes. */
void vfdev_parts_number(struct vfdev_parts *parts, struct vfdev_part *part, uint64_t number,
			uint32_t len);
void vfdev_parts_bytes(struct vfdev_parts *parts, struct vfdev_part *part, const void *value,
		       uint32_t len);

/* METADATA_GET, GET, SET and MODE_SET. */
void vfdev_parts_command(struct vfdev_pf *pf, struct vfdev_vf *vf, struct vfdev_command *c);
