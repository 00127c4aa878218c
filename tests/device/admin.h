/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The admin queue: takes commands from it, has them executed and answers them, at once, late or not
 * at all as the test wants it.
 */
#pragma once

#include "device.h"

/* Adds the queue to the PF's device, which must leave it its index. Undone by vfdev_admin_free(). */
bool vfdev_admin_init(struct vfdev_pf *pf, Error **errp);
void vfdev_admin_free(struct vfdev_pf *pf);

/* Device reset: every command that has no answer yet is dropped, LIST_USE forgotten. */
void vfdev_admin_reset(struct vfdev_pf *pf);
/* Drops the commands alone (the queue's reset, unplug). */
void vfdev_admin_drop(struct vfdev_pf *pf);

/* Answer what is held for this VF and opcode, -1: any. Returns how many. */
unsigned vfdev_admin_release(struct vfdev_pf *pf, int64_t vf, int64_t op);
/* The device says that it needs a reset and takes nothing from its queues any more. */
void vfdev_admin_break(struct vfdev_pf *pf);
/* A line for each command that has no answer yet. */
void vfdev_admin_print_pending(struct vfdev_pf *pf, GString *out);
