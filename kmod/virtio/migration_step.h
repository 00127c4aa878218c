/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_MIGRATION_STEP_H
#define VFIOV_MIGRATION_STEP_H

#include <linux/vfio.h>

struct file;
struct vfiov_vf;

/* All functions are called with migration.lock held. */

/*
 * End a migration in the middle, because the function was reset or the VF is closed, and record how
 * far it got. The caller then sets the state.
 */
void vfiov_migration_abandon(struct vfiov_vf *vf);

/*
 * Do the transition from the state to @new, which must be next to it. The caller then sets the
 * state.
 * Return: a file for user space, NULL, or ERR_PTR. After an error the state is unchanged, or ERROR.
 */
struct file *vfiov_migration_step(struct vfiov_vf *vf, enum vfio_device_mig_state new);

#endif
