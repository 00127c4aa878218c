/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_PARTS_H
#define VFIOV_PARTS_H

#include <linux/types.h>

struct vfiov_vf;

/*
 * The admin commands for device parts (virtio 1.4). Like vfiov_admin_rw(), each takes bounded time,
 * can be killed, and returns its errors. Only one command of a VF is in flight at a time.
 */

/*
 * Stop the VF, or let it run. Called with bar0.lock held, or in open and close.
 * @unknown: set to true if an error is returned although the device may have executed it
 */
int vfiov_parts_mode(struct vfiov_vf *vf, bool stopped, bool *unknown);

/*
 * Get all parts of a VF that is stopped. Takes bar0.lock.
 * @before: bytes to leave before the parts, for the caller
 * @max: maximum size of the parts
 * @data: set to the memory, which the caller frees with kvfree(), or NULL after an error
 * @len: set to the size of the parts
 * Return: in addition, -E2BIG if they are larger than @max.
 */
int vfiov_parts_get(struct vfiov_vf *vf, u32 before, u32 max, u8 **data, u32 *len);

/* Set parts of a VF that is stopped. Takes bar0.lock. */
int vfiov_parts_set(struct vfiov_vf *vf, const u8 *parts, u32 len);

#endif
