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
 * @data: little-endian; bytes that the device does not return read as zero
 *
 * Sleeps, killably, for at most two seconds after the device got the command, plus a few seconds if
 * other commands are ahead of it, even if the device never answers. Retries a few times when the
 * device returns EAGAIN.
 *
 * Return: 0, -EINTR if killed, -ETIMEDOUT, -ENODEV if the PF's driver is gone, -EIO if its queue is
 * broken or silent, -EBUSY while an abandoned command of the VF still runs, or the device's answer:
 * -ENXIO, -EAGAIN, -ENOMEM, -EBUSY, -ENOSPC, and -EINVAL for any other status.
 */
int vfiov_admin_rw(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data);

/**
 * vfiov_admin_notify_info() - read the notification address of a VF's queues
 * @vf: the VF
 * @flags: VIRTIO_ADMIN_CMD_NOTIFY_INFO_FLAGS_OWNER_DEV or _OWNER_MEM
 * @bar: set to the device's answer, not validated
 * @offset: set to the device's answer, not validated
 *
 * Return: same as vfiov_admin_rw(), or -ENOENT if there is no such entry.
 */
int vfiov_admin_notify_info(struct vfiov_vf *vf, u8 flags, u8 *bar, u64 *offset);

#endif
