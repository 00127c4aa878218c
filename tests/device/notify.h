/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a legacy driver rings: what NOTIFY_INFO says, and the doorbells themselves. */
#pragma once

#include "qemu/osdep.h"
#include "qapi/error.h"
#include "exec/memory.h"

/* virtio 1.3, Legacy Driver Notification: the answer has 4 entries, the last one ends the list */
#define VFDEV_NOTIFY_ENTRIES 4
#define VFDEV_NOTIFY_ENTRY_SIZE 16

enum vfdev_notify_source { VFDEV_NOTIFY_OWNER, VFDEV_NOTIFY_MEMBER, VFDEV_NOTIFY_RAW };

struct vfdev_notify_entry {
	enum vfdev_notify_source source;
	uint8_t flags; /* this and the next two for VFDEV_NOTIFY_RAW */
	uint8_t bar;
	uint64_t offset;
};

struct vfdev_notify_info {
	bool supported;
	unsigned count;
	struct vfdev_notify_entry entries[VFDEV_NOTIFY_ENTRIES];
};

struct vfdev_pf;
struct vfdev_vf;

/* "none", "empty", or entries joined by '+': owner, member, FLAGS/BAR/OFFSET. False: errp is set. */
bool vfdev_notify_parse(const char *text, struct vfdev_notify_info *info, Error **errp);
char *vfdev_notify_format(const struct vfdev_notify_info *info);

/* The result of NOTIFY_INFO for VF `index`. */
void vfdev_notify_fill(struct vfdev_pf *pf, unsigned index,
		       uint8_t result[VFDEV_NOTIFY_ENTRIES * VFDEV_NOTIFY_ENTRY_SIZE]);

/* Lay the doorbells into the modern BAR, and take them out again. */
void vfdev_notify_add_owner(struct vfdev_pf *pf);
void vfdev_notify_add_member(struct vfdev_vf *vf);
void vfdev_notify_remove_owner(struct vfdev_pf *pf);
void vfdev_notify_remove_member(struct vfdev_vf *vf);
