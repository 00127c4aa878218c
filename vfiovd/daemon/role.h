/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Whether we are the owner, and what to do when it turns out that we are not. */

#include <stdbool.h>

#include "state.h"

/* Note the state. TEXT: the other owner, why we were rejected, or as the owner the instance. */
void vd_role_set(struct vd_manager *m, enum vd_server_state state, const char *text);

/*
 * A call as the owner failed with R: if that means that we are it no more, act on it. Returns
 * whether it was that.
 */
bool vd_role_lost(struct vd_manager *m, int r);

/*
 * Does R, the failure of a dump, mean that the module is being unloaded? The kernel starts no dump
 * then, though the family is still there.
 */
bool vd_role_unloading(int r);

/* Ask for the requests again in a short while. */
void vd_role_retry(struct vd_manager *m);
