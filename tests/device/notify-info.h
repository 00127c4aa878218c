/* SPDX-License-Identifier: GPL-2.0-only */
/* The doorbells that NOTIFY_INFO reports to a legacy driver. */
#pragma once

#include "qemu/osdep.h"

/*
 * virtio 1.3, Legacy Driver Notification: the answer has 4 entries, and the last one ends the list
 */
#define VFDEV_NOTIFY_ENTRIES 4
#define VFDEV_NOTIFY_ENTRY_SIZE 16

enum vfdev_notify_source { VFDEV_NOTIFY_OWNER, VFDEV_NOTIFY_MEMBER, VFDEV_NOTIFY_RAW };

struct vfdev_notify_entry {
	enum vfdev_notify_source source;
	uint8_t flags; /* this member and the next two are for VFDEV_NOTIFY_RAW */
	uint8_t bar;
	uint64_t offset;
};

struct vfdev_notify_info {
	bool supported;
	unsigned count;
	struct vfdev_notify_entry entries[VFDEV_NOTIFY_ENTRIES];
};
