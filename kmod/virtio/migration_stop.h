/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_MIGRATION_STOP_H
#define VFIOV_MIGRATION_STOP_H

#include <linux/types.h>

struct vfiov_stream;
struct vfiov_vf;

/* All functions are called with migration.lock held. */

/* Set the fields of the header that must be the same at both ends, and clear the others. */
void vfiov_migration_describe(struct vfiov_vf *vf, struct vfiov_stream *s);

/*
 * Send what was held back, describe the VF in migration.here, and stop the device.
 * Return: 0 or -errno. After an error the device runs, or the state is ERROR.
 */
int vfiov_migration_stop(struct vfiov_vf *vf);

/* Set the legacy interface as migration.here says. Return: 0 or -EINTR. */
int vfiov_migration_restore(struct vfiov_vf *vf);

/*
 * Let the device run. If it was resumed, restore its device config and the pin as well.
 * Return: 0 or -errno. After an error the device is stopped, or the state is ERROR.
 */
int vfiov_migration_start(struct vfiov_vf *vf);

/* Called with bar0.lock held, too. Return: true if the function was reset since it was stopped. */
bool vfiov_migration_was_reset(struct vfiov_vf *vf);

#endif
