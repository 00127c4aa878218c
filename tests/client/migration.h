/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* VFIO's migration protocol v2, for one open device. Functions return 0 or a negative errno. */

#include <linux/vfio.h>
#include <stddef.h>
#include <stdint.h>

#include "vfio.h"

/* Get the flags of VFIO_DEVICE_FEATURE_MIGRATION; -ENOTTY if the device cannot be migrated. */
int migration_flags(const struct vfio_vf *vf, uint64_t *flags);
int migration_state(const struct vfio_vf *vf, uint32_t *state);
int migration_size(const struct vfio_vf *vf, uint64_t *size);

/*
 * Sets the state. If there is a new file, *fd is set to it; the caller closes it. @fd may be NULL.
 */
int migration_set(const struct vfio_vf *vf, uint32_t state, int *fd);

/* Reads a stream to its end. *len is the size of the buffer, and is set to that of the stream. */
int migration_read(int fd, void *buf, size_t *len);
/* Writes the whole buffer, in pieces of at most @piece bytes. */
int migration_write(int fd, const void *buf, size_t len, size_t piece);

/* Gives @to access to @dma, the memory of another device, at the same address. */
int migration_share(const struct vfio_vf *to, const struct vfio_dma *dma);
