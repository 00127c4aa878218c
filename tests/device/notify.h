/* SPDX-License-Identifier: GPL-2.0-only */
/* The doorbells of a legacy driver, and what NOTIFY_INFO reports about them. */
#pragma once

#include "qemu/osdep.h"
#include "qapi/error.h"

#include "notify-info.h"

struct vfdev_pf;
struct vfdev_vf;

/*
 * "none", "empty", or entries joined by '+': owner, member, FLAGS/BAR/OFFSET. On an error, returns
 * false and sets errp.
 */
bool vfdev_notify_parse(const char *text, struct vfdev_notify_info *info, Error **errp);
char *vfdev_notify_format(const struct vfdev_notify_info *info);

/* Writes the result of NOTIFY_INFO for VF `index`. */
void vfdev_notify_fill(struct vfdev_pf *pf, unsigned index,
		       uint8_t result[VFDEV_NOTIFY_ENTRIES * VFDEV_NOTIFY_ENTRY_SIZE]);

/* Add the doorbells to the modern BAR, and remove them. */
void vfdev_notify_add_owner(struct vfdev_pf *pf);
void vfdev_notify_add_member(struct vfdev_vf *vf);
void vfdev_notify_remove_owner(struct vfdev_pf *pf);
void vfdev_notify_remove_member(struct vfdev_vf *vf);
