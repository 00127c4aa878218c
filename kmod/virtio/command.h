/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_COMMAND_H
#define VFIOV_COMMAND_H

#include "flight.h"

/* Return: a new command of @vf with one reference, for the caller to fill in, or NULL. */
struct vfiov_command *vfiov_command_new(struct vfiov_vf *vf, enum vfiov_admin_op op);
void vfiov_command_put(struct vfiov_command *cmd);

/*
 * Issue a command once and wait for it. The caller keeps its reference.
 * Return: 0 or an error of vfiov_admin_rw().
 */
int vfiov_command_run(struct vfiov_vf *vf, struct vfiov_command *cmd);

/*
 * Issue a command that nobody waits for. The caller keeps its reference.
 * Return: 0 if it will be issued, or an error of vfiov_flight_add().
 */
int vfiov_command_send(struct vfiov_vf *vf, struct vfiov_command *cmd);

/* Fail a PF's pending commands with @ret. Called with pf->lock held. */
void vfiov_command_flush(struct vfiov_pf *pf, int ret);

/* Create the workqueue. Return: 0 or -ENOMEM. */
int vfiov_command_init(void);
void vfiov_command_exit(void);

#endif
