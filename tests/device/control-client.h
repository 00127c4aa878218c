/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Talks to the emulated device from inside the guest, through the mailbox of vfdev-control.
 * Needs root. README.md lists the commands.
 */
#pragma once

#include <stdint.h>

struct vfdev;

/*
 * Finds the control device, if there are several that with the lowest address. 0 and *dev, which
 * vfdev_close() frees, or a negative errno: -ENODEV when there is none.
 */
int vfdev_open(struct vfdev **dev);
/* Finds that of the PF with this address, "0000:01:00.0"; also while the PF is unplugged. */
int vfdev_open_pf(struct vfdev **dev, const char *pf);
void vfdev_close(struct vfdev *dev); /* NULL: nothing */

/*
 * Sends one line and waits for its answer, also for other processes that are using the mailbox.
 * 0 and *reply holds the lines of the answer, maybe none; -EINVAL when the device refuses the line,
 * and *reply holds its message; another negative errno and *reply is NULL. The caller frees *reply;
 * reply may be NULL.
 */
int vfdev_command(struct vfdev *dev, char **reply, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* How many commands of opcode op (-1: any) the device has had for a VF (-1: any), or -errno. */
int64_t vfdev_count(struct vfdev *dev, int vf, int op);
