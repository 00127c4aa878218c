/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * vfiovd's role in the kernel's family: finds the family, becomes its owner, and handles the loss
 * of either.
 */

struct vd_manager;

int vd_server_start(struct vd_manager *m);

/* Try to become the owner; the state has the result. */
void vd_server_find(struct vd_manager *m);

/* Give up the role of the owner. */
void vd_server_stop(struct vd_manager *m);
