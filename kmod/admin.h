/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ADMIN_H
#define VFIOV_ADMIN_H

#include <linux/types.h>

struct vfiov_pf;
struct vfiov_vf;

/* The legacy commands of virtio 1.3 section 2.12.1.2. */
enum vfiov_admin_op {
	VFIOV_ADMIN_COMMON_WRITE,
	VFIOV_ADMIN_COMMON_READ,
	VFIOV_ADMIN_DEVICE_WRITE,
	VFIOV_ADMIN_DEVICE_READ,
	VFIOV_ADMIN_NOTIFY_INFO,
};

#define VFIOV_ADMIN_DATA_MAX	8

/*
 * In flight on one PF, if its queue is as large: as many as most queues have room for. Fewer
 * would make VFs wait for each other where the device does not make them.
 */
#define VFIOV_COMMANDS_MAX	64U

/**
 * vfiov_admin_rw() - have the PF read or write one legacy field of a VF
 * @vf: the VF
 * @op: not VFIOV_ADMIN_NOTIFY_INFO
 * @off: byte offset in the structure that @op names
 * @len: bytes, up to VFIOV_ADMIN_DATA_MAX
 * @data: little-endian; what the device does not return reads as zero
 *
 * Sleeps, killably, for two seconds at most once the device has the command, and a
 * few more while others are before it, also when the device never answers. EAGAIN of
 * the device is retried a few times.
 *
 * Return: 0, -EINTR when killed, -ETIMEDOUT, -ENODEV when the PF's driver is
 * gone, -EIO when its queue is broken or silent, -EBUSY while an earlier command of
 * the VF runs that nobody waits for, or what the device answered: -ENXIO, -EAGAIN,
 * -ENOMEM, -EBUSY, -ENOSPC, and -EINVAL for everything else.
 */
int vfiov_admin_rw(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data);

/**
 * vfiov_admin_notify_info() - ask where a queue of a VF is notified
 * @vf: the VF
 * @flags: VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_DEV or _OWNER_MEM
 * @bar: set to what the device said, not validated
 * @offset: set to what the device said, not validated
 *
 * Return: as vfiov_admin_rw(), and -ENOENT when there is no such entry.
 */
int vfiov_admin_notify_info(struct vfiov_vf *vf, u8 flags, u8 *bar, u64 *offset);

/*
 * Wait for commands of the VF that were left by their callers, before somebody else
 * uses its legacy interface. Sleeps, killably and for two seconds at most.
 * Return: 0, -EINTR, or -EBUSY when one still runs.
 */
int vfiov_admin_settle(struct vfiov_vf *vf);

/* Fail what waits on a PF with @ret. Called with pf->lock held. */
void vfiov_admin_flush(struct vfiov_pf *pf, int ret);

int vfiov_admin_init(void);
void vfiov_admin_exit(void);

#endif
