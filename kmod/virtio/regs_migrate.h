/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_REGS_MIGRATE_H
#define VFIOV_REGS_MIGRATE_H

#include <linux/types.h>

struct vfiov_stream;
struct vfiov_vf;

/* All functions are called with bar0.lock held. */

/*
 * Before the device stops: send the registers that were held back, and read into @s what no device
 * part contains.
 * @asleep: the function is in D3, where it takes no commands
 * Return: 0; -EBUSY if commands are needed and the function is asleep; or an error of
 * vfiov_admin_rw().
 */
int vfiov_regs_flush(struct vfiov_vf *vf, struct vfiov_stream *s, bool asleep);

/* The device now has the parts of another one: drop the cached registers, and take those in @s. */
void vfiov_regs_restore(struct vfiov_vf *vf, const struct vfiov_stream *s);

/*
 * When the device runs again: write the device config of @s where the device's differs.
 * Return: 0 or an error of vfiov_admin_rw().
 */
int vfiov_regs_restore_config(struct vfiov_vf *vf, const struct vfiov_stream *s);

#endif
