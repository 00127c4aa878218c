/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Talks to the emulated device from inside the guest, through the mailbox of vfdev-control.
 * Needs root. README.md lists the commands.
 */
#pragma once

#include <stdint.h>

struct vfdev;

/*
 * Finds the control device with the lowest address. Returns 0 and *dev, which vfdev_close() frees,
 * or a negative errno: -ENODEV if there is none.
 */
int vfdev_open(struct vfdev **dev);
/*
 * Finds the control device of the PF with this address, such as "0000:01:00.0", even while the PF
 * is unplugged.
 */
int vfdev_open_pf(struct vfdev **dev, const char *pf);
void vfdev_close(struct vfdev *dev); /* dev may be NULL */

/*
 * Waits until no other process uses the mailbox, sends one line, and waits for its answer. Returns
 * 0, with the lines of the answer, if any, in *reply; -EINVAL if the device refuses the line, with
 * its message in *reply; or another negative errno, with *reply NULL. The caller frees *reply;
 * reply may be NULL.
 */
int vfdev_command(struct vfdev *dev, char **reply, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Returns the number of commands with opcode op that the device has received for a VF, or -errno.
 * For both, -1 means any.
 */
int64_t vfdev_count(struct vfdev *dev, int vf, int op);
