/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_COMMAND_H
#define VFIOV_COMMAND_H

#include "flight.h"

/* Return: a command of @vf with one reference, to be filled in, or NULL. */
struct vfiov_command *vfiov_command_new(struct vfiov_vf *vf, enum vfiov_admin_op op);
void vfiov_command_put(struct vfiov_command *cmd);

/*
 * Issue a command, once, and wait for it. The caller's reference stays the caller's.
 * Return: 0 or -errno as vfiov_admin_rw().
 */
int vfiov_command_run(struct vfiov_vf *vf, struct vfiov_command *cmd);

/* Fail what waits on a PF with @ret. With pf->lock held. */
void vfiov_command_flush(struct vfiov_pf *pf, int ret);

/* The workers. Return: 0 or -ENOMEM. */
int vfiov_command_init(void);
void vfiov_command_exit(void);

#endif
