/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The admin queue. The device takes commands from it, executes them and answers them. The test
 * decides whether an answer is sent at once, late or never.
 */
#pragma once

#include "device.h"

/*
 * Adds the queue to the PF's device, which must keep the index free. vfdev_admin_free() removes the
 * queue.
 */
bool vfdev_admin_init(struct vfdev_pf *pf, Error **errp);
void vfdev_admin_free(struct vfdev_pf *pf);

/* Handles a device reset: drops every command that has no answer yet, and forgets LIST_USE. */
void vfdev_admin_reset(struct vfdev_pf *pf);
/* Drops only the commands, for a reset of the queue or an unplug. */
void vfdev_admin_drop(struct vfdev_pf *pf);

/* Answers the commands that are held for this VF and opcode; -1 means any. Returns their number. */
unsigned vfdev_admin_release(struct vfdev_pf *pf, int64_t vf, int64_t op);
/* Makes the device set NEEDS_RESET and take nothing more from its queues. */
void vfdev_admin_break(struct vfdev_pf *pf);
/* Appends a line for each command that has no answer yet. */
void vfdev_admin_print_pending(struct vfdev_pf *pf, GString *out);
