/* SPDX-License-Identifier: GPL-2.0-only */
/* The resource objects of a PF. */
#pragma once

#include "qemu/osdep.h"

/* The number of objects of each kind that the device can have. */
#define VFDEV_OBJECTS_MAX 16

enum vfdev_object_kind { VFDEV_OBJECT_GET, VFDEV_OBJECT_SET, VFDEV_OBJECT_KINDS };

struct vfdev_objects {
	GHashTable *by_id;		   /* items are of type struct object */
	uint8_t limit[VFDEV_OBJECT_KINDS]; /* set by the driver in the capability; otherwise 0 */
};
