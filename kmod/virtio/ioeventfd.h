/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_IOEVENTFD_H
#define VFIOV_IOEVENTFD_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_ioeventfds_init(struct vfiov_vf *vf);

/* At close, while the doorbell is still mapped: when it returns, no kick comes any more. */
void vfiov_ioeventfds_close(struct vfiov_vf *vf);

/**
 * vfiov_ioeventfd() - tie an eventfd to a write to Queue Notify, or untie it
 * @vf: an open VF that is not native
 * @pos: byte of BAR0
 * @data: what a write would write
 * @count: bytes of the write
 * @fd: eventfd, or -1 to untie the one with this @data
 *
 * Return: 0; -EINVAL for anything but 2 bytes of Queue Notify, -EOPNOTSUPP when a
 * notification takes an admin command, -EEXIST, -ENODEV when there is none to untie,
 * -ENOSPC, -EBADF, -ENOMEM.
 */
int vfiov_ioeventfd(struct vfiov_vf *vf, loff_t pos, u64 data, unsigned int count, int fd);

#endif
