/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * This process becomes the owner in vfiovd's place, to do what the daemon does step by step, and
 * what it never does. Functions without a result give up with "Bail out!".
 */

#include "lib/opener.h"
#include "scene/scene.h"

/* Stops vfiovd and registers; stand_in_leave() ends it, and daemon_start() brings vfiovd back. */
void stand_in_take(struct scene *scene, struct vfv_genl **owner);
void stand_in_leave(struct vfv_genl *owner);

/* Another socket of this process, which is not the owner's. */
void stand_in_socket(struct vfv_genl **ret);

/* Returns the VF's request; its cookie is 0 when there is none. */
struct vfv_request stand_in_pull(struct vfv_genl *owner, const char *bdf);

/* Grants the profile, by the rule "stand-in"; 0 or the kernel's error. */
int stand_in_grant(struct vfv_genl *genl, const char *bdf, uint64_t cookie, const char *profile,
		   struct vfv_nl_error *error);
/* Refuses it, by the rule "stand-in". */
int stand_in_refuse(struct vfv_genl *genl, const char *bdf, uint64_t cookie,
		    struct vfv_nl_error *error);

/* Binds VF index; its request waits. */
void stand_in_bind(struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN]);
/* Binds VF index and grants it the profile. */
void stand_in_bind_granted(struct scene *scene, struct vfv_genl *owner, unsigned int index,
			   const char *profile, char bdf[static VFIO_BDF_LEN]);

/*
 * Opens a VF with a grant again and again, each time in a new process. Reads the audit, so that no
 * records are shared, but acknowledges none, until an open finds no place in the ring; the VF is
 * then open. Returns how many opens were as granted.
 */
unsigned int stand_in_use_up(struct vfv_genl *owner, const char *bdf, struct opener *opener);

/* Milliseconds; -1 leaves one as it is. */
void stand_in_params(struct vfv_genl *genl, int open_wait_ms, int grace_ms, int ring_size);

/* "unbind" or "bind": unbinds or binds the driver of the PF's virtio device. */
void stand_in_pf_driver(struct scene *scene, const char *verb);

/*
 * Unloads the module; tries again while an unfinished dump holds it. Returns 0 or a negative errno.
 */
int stand_in_unload(void);

/* Reads its current state from the kernel. */
struct vfv_vf stand_in_vf(struct vfv_genl *genl, const char *bdf);
struct vfv_status stand_in_status(struct vfv_genl *genl);
