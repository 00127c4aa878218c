/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Tracks whether vfiovd is the owner, and acts when it no longer is. */

#include <stdbool.h>

#include "state.h"

/*
 * Store the state. TEXT is the instance if vfiovd is the owner. Otherwise it is the name of the
 * other owner, or the reason why the kernel refused vfiovd.
 */
void vd_role_set(struct vd_manager *m, enum vd_server_state state, const char *text);

/*
 * Handle R, the error of a call that only the owner may make. If vfiovd is no longer the owner, act
 * on that. Returns whether the role was lost.
 */
bool vd_role_lost(struct vd_manager *m, int r);

/*
 * Returns whether R, the failure of a dump, means that the module is being unloaded. In that state
 * the kernel starts no dump, although the family still exists.
 */
bool vd_role_unloading(int r);

/* Fetch the requests again after a short time. */
void vd_role_retry(struct vd_manager *m);
