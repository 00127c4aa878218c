/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Tracks whether vfiovd is the owner, and acts when it is no longer. */

#include <stdbool.h>

#include "state.h"

/*
 * Store the state. TEXT: the other owner; why the kernel refused vfiovd; or, when vfiovd is the
 * owner, the instance.
 */
void vd_role_set(struct vd_manager *m, enum vd_server_state state, const char *text);

/*
 * A call as the owner failed with R. If that means that vfiovd is no longer the owner, act on it.
 * Returns whether it does.
 */
bool vd_role_lost(struct vd_manager *m, int r);

/*
 * Returns whether R, the failure of a dump, means that the module is being unloaded. The kernel
 * starts no dump then, though the family still exists.
 */
bool vd_role_unloading(int r);

/* Fetch the requests again after a short time. */
void vd_role_retry(struct vd_manager *m);
