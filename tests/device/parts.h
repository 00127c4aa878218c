/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Device parts of a VF (virtio 1.4, Device parts), and the commands about them. What is set takes
 * effect when the VF is resumed; until then it is staged.
 */
#pragma once

#include "command.h"
#include "part.h"

struct vfdev_pf;
struct vfdev_vf;

/* All parts as they are, or as they will be when the VF is resumed. The caller frees. */
struct vfdev_parts vfdev_parts_of(struct vfdev_vf *vf);
/* For the types of device: a part that is a number of up to 8 bytes, or bytes. */
void vfdev_parts_number(struct vfdev_parts *parts, struct vfdev_part *part, uint64_t number,
			uint32_t len);
void vfdev_parts_bytes(struct vfdev_parts *parts, struct vfdev_part *part, const void *value,
		       uint32_t len);

/* METADATA_GET, GET, SET and MODE_SET. */
void vfdev_parts_command(struct vfdev_pf *pf, struct vfdev_vf *vf, struct vfdev_command *c);
