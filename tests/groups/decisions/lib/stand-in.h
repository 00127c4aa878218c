/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * This process becomes the owner in place of vfiovd, to do the daemon's work step by step, and
 * things that the daemon never does. Errors of void functions end the test with "Bail out!".
 */

#include "lib/opener.h"
#include "scene/scene.h"

/*
 * Stops vfiovd and registers as the owner; stand_in_leave() ends this, and daemon_start() restarts
 * vfiovd.
 */
void stand_in_take(struct scene *scene, struct vfv_genl **owner);
void stand_in_leave(struct vfv_genl *owner);

/* Opens another socket in this process, which is not that of the owner. */
void stand_in_socket(struct vfv_genl **ret);

/* Returns the VF's request, with cookie 0 if there is none. */
struct vfv_request stand_in_pull(struct vfv_genl *owner, const char *bdf);

/* Grants the profile and reports the rule "stand-in". Returns 0 or the kernel's error. */
int stand_in_grant(struct vfv_genl *genl, const char *bdf, uint64_t cookie, const char *profile,
		   struct vfv_nl_error *error);
/* Refuses the profile and reports the rule "stand-in". */
int stand_in_refuse(struct vfv_genl *genl, const char *bdf, uint64_t cookie,
		    struct vfv_nl_error *error);

/* Binds VF @index and leaves its request unanswered. */
void stand_in_bind(struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN]);
/* Binds VF @index and grants it the profile. */
void stand_in_bind_granted(struct scene *scene, struct vfv_genl *owner, unsigned int index,
			   const char *profile, char bdf[static VFIO_BDF_LEN]);

/*
 * Opens a VF with a grant repeatedly, each time in a new process, until an open finds no place in
 * the ring. The VF is then open. Reads the audit without acknowledging it, so that events do not
 * share records. Returns the number of opens that got the granted profile.
 */
unsigned int stand_in_use_up(struct vfv_genl *owner, const char *bdf, struct opener *opener);

/* Sets module parameters, times in milliseconds; -1 leaves a parameter unchanged. */
void stand_in_params(struct vfv_genl *genl, int open_wait_ms, int grace_ms, int ring_size);

/* Unbinds or binds the driver of the PF's virtio device; @verb is "unbind" or "bind". */
void stand_in_pf_driver(struct scene *scene, const char *verb);

/*
 * Unloads the module; retries while an unfinished dump holds it. Returns 0 or a negative errno.
 */
int stand_in_unload(void);

/* Reads the VF's current state from the kernel. */
struct vfv_vf stand_in_vf(struct vfv_genl *genl, const char *bdf);
struct vfv_status stand_in_status(struct vfv_genl *genl);
