/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Our place in the kernel's family: finding it, being its owner, losing it. */

struct vd_manager;

int vd_server_start(struct vd_manager *m);

/* Try to become the owner; whatever comes of it is in the state. */
void vd_server_find(struct vd_manager *m);

/* Give the role back. */
void vd_server_stop(struct vd_manager *m);
