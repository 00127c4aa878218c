/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_MIGRATION_H
#define VFIOV_MIGRATION_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_migration_init(struct vfiov_vf *vf);

/* Return: true if the VF could be migrated now. */
bool vfiov_migration_possible(struct vfiov_vf *vf);

/* Enable migration. Called in open, before user space has the device. */
void vfiov_migration_open(struct vfiov_vf *vf);

/*
 * Disable migration and end its file. Called in close, when user space no longer has the device,
 * and before the reset.
 */
void vfiov_migration_close(struct vfiov_vf *vf);

/*
 * Let the device run if it is stopped or may be. Called in close after the reset, so that the
 * device does not use its queues again, and in open before the reset, so that the reset also
 * removes parts that take effect when the device runs.
 */
void vfiov_migration_run(struct vfiov_vf *vf);

#endif
