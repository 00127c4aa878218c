/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_IOEVENTFD_H
#define VFIOV_IOEVENTFD_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_ioeventfds_init(struct vfiov_vf *vf);

/* Called at close, while the doorbell is still mapped. No kick occurs after it returns. */
void vfiov_ioeventfds_close(struct vfiov_vf *vf);

/**
 * vfiov_ioeventfd() - connect an eventfd to writes of a value to Queue Notify, or disconnect it
 * @vf: an open VF that is not native
 * @pos: byte of BAR0
 * @data: the value written
 * @count: bytes of the write
 * @fd: eventfd, or -1 to disconnect the one with this @data
 *
 * Return: 0; -EINVAL for anything but 2 bytes of Queue Notify, -EOPNOTSUPP if a kick takes an admin
 * command, -EEXIST, -ENODEV if there is none to disconnect, -ENOSPC, -EBADF, -ENOMEM.
 */
int vfiov_ioeventfd(struct vfiov_vf *vf, loff_t pos, u64 data, unsigned int count, int fd);

#endif
