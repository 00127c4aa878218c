/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device parts capability, and the resource objects that stand for a transfer of parts (virtio
 * 1.4, Device and driver capabilities, Device resource objects).
 */
#pragma once

#include "objects.h"

/*
 * struct virtio_admin_cmd_resource_obj_cmd_hdr, which precedes the data of each command about an
 * object
 */
#define VFDEV_OBJECT_HEADER 8

struct vfdev_command;
struct vfdev_pf;

void vfdev_objects_init(struct vfdev_objects *objects);
void vfdev_objects_free(struct vfdev_objects *objects);
/* The PF was reset: clears the capability and destroys all objects. */
void vfdev_objects_reset(struct vfdev_objects *objects);
/* The VFs are gone: destroys all objects, because they belong to VFs. */
void vfdev_objects_drop(struct vfdev_objects *objects);
void vfdev_objects_print(struct vfdev_objects *objects, GString *out);

/* The commands for capabilities, which address the group SELF. */
void vfdev_capability(struct vfdev_pf *pf, struct vfdev_command *c);
/* CREATE, MODIFY, QUERY and DESTROY. */
void vfdev_object_command(struct vfdev_pf *pf, struct vfdev_command *c);
/*
 * Returns whether the command names an object of its member and of this kind. Otherwise, it has
 * answered the command with an error.
 */
bool vfdev_object_is(struct vfdev_pf *pf, struct vfdev_command *c, enum vfdev_object_kind kind);
