/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The initial state of nearly every test on the emulated host: a PF with VFs, the module loaded,
 * vfiovd running with the shipped policy, and the journal open. scene_begin() first repairs what
 * the previous test left behind. Errors of void functions end the test with "Bail out!".
 */

#include "client/bind.h"
#include "client/vfio.h"
#include "lib/genl.h"
#include "scene/daemon.h"
#include "scene/journal.h"
#include "scene/policy.h"
#include "scene/run.h"
#include "scene/tap.h"

#define SCENE_VFS 16
/* The upper limit for all waits. */
#define SCENE_TIMEOUT_MS (10000 * scene_slower())

struct scene {
	struct tap tap;
	struct vfv_genl *genl;
	struct journal *journal;
	char pf[VFIO_BDF_LEN];
};

void scene_begin(struct scene *scene);
/* Unbinds the VFs and closes the scene. */
void scene_close(struct scene *scene);
/* Like scene_close(), but ends the test: returns the exit status for main(). */
int scene_end(struct scene *scene);

/*
 * Opens the gate and sets one rule, by which these VFs of the PF, such as "0-3,5", get the profile
 * and may be set to the allowed ones.
 */
void scene_rule(struct scene *scene, const char *name, const char *vfs, const char *profile,
		const char *allow);

/* Opens both gates and sets rules for VFs 0 and 1 of the PF: migration, and these profiles. */
void scene_migration(struct scene *scene, const char *profile, const char *other);

/* Returns how many times slower this kernel is than a production kernel. */
unsigned int scene_slower(void);

void scene_vf(const struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN]);
/* Binds VF @index to our driver and waits for the daemon's decision. */
void scene_bind_decided(struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN]);
/* Waits until the VF has no pending request; -ETIMEDOUT if it still has one. */
int scene_wait_decided(struct scene *scene, const char *bdf, struct vfv_vf *vf);

/* Attaches and opens the VF through VFIO. vfio_detach() closes it. */
void scene_open(struct vfio_vf *vf, const char *bdf);
/* Returns whether the open VF is native: it has no region 0, and the ids of a modern device. */
bool scene_is_native(struct vfio_vf *vf);

/* Waits for an audit record of the VF after the mark of the journal. Returns 0 or -ETIMEDOUT. */
int scene_audit(struct scene *scene, const char *bdf, const char *event);
/* Returns a field of the record that scene_audit() found, or "" if the record has no such field. */
const char *scene_field(struct scene *scene, const char *field, char value[static 256]);
