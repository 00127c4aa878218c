/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_H
#define VFIOV_REGS_H

#include <linux/types.h>

#include "admin.h"

struct vfiov_field;
struct vfiov_vf;

/* Queues that are remembered. A net VF with 31 queue pairs has 63. */
#define VFIOV_QUEUES_KEPT	64

/**
 * struct vfiov_queue_regs - what is known of one queue
 * @size_known: @size was read from the device
 * @size: Queue Size
 * @address_known: @address is what a read would give
 * @address: Queue Address, in pages of 4096 bytes
 */
struct vfiov_queue_regs {
	bool size_known;
	u16 size;
	bool address_known;
	__le32 address;
};

/**
 * struct vfiov_ahead - the rest of a device config field that is read in parts
 * @fresh: which bytes of @data nobody has had yet
 * @until: jiffies up to which they are good
 * @off: offset of the field
 * @data: the field
 */
struct vfiov_ahead {
	u8 fresh;
	u8 off;
	unsigned long until;
	u8 data[VFIOV_ADMIN_DATA_MAX];
};

/**
 * struct vfiov_regs - registers of the legacy interface that need no command
 * @features_known: @features was read from the device
 * @features: Device Features
 * @driver_features: what the driver wrote since the last reset
 * @sizes_for: the driver features that @queues has sizes for
 * @status_known: @status is what a read would give
 * @status_held: the device has not been told @status yet
 * @status_fresh: @status was written just now, and not read back yet
 * @status: Device Status
 * @status_until: jiffies up to which @status_fresh holds
 * @select: Queue Select as the guest wrote it
 * @selected_known: the device has @selected
 * @selected: Queue Select as the device has it
 * @queues: the first queues
 * @ahead: of device config
 *
 * Under bar0.lock. regs.c says for each why it may be kept, and until when.
 */
struct vfiov_regs {
	bool features_known;
	__le32 features;
	__le32 driver_features;
	__le32 sizes_for;
	bool status_known;
	bool status_held;
	bool status_fresh;
	u8 status;
	unsigned long status_until;
	u16 select;
	bool selected_known;
	u16 selected;
	struct vfiov_queue_regs queues[VFIOV_QUEUES_KEPT];
	struct vfiov_ahead ahead;
};

/* The function was reset, or another guest has it: nothing is known any more. */
void vfiov_regs_forget(struct vfiov_regs *regs);

/* A reset would not be noticed: keep only what the device offers, and what the guest selected. */
void vfiov_regs_doubt(struct vfiov_regs *regs);

/*
 * Select a queue for what depends on it, whichever the guest has selected. With bar0.lock held.
 * Return: 0 or as vfiov_admin_rw().
 */
int vfiov_regs_select(struct vfiov_vf *vf, u16 queue);

/**
 * vfiov_regs_rw() - read or write part of one field
 * @vf: VF, with bar0.lock held
 * @f: field of BAR0
 * @at: first byte of the field
 * @n: bytes, not more than the field has from @at
 * @data: little-endian
 * @write: direction
 *
 * Return: 0; -EINVAL for part of a notification; or as vfiov_admin_rw().
 */
int vfiov_regs_rw(struct vfiov_vf *vf, const struct vfiov_field *f, unsigned int at,
		  unsigned int n, u8 *data, bool write);

#endif
