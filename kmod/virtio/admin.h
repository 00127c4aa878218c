/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_ADMIN_H
#define VFIOV_ADMIN_H

#include <linux/types.h>

#include "legacy.h"

struct vfiov_vf;

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

#endif
