/* SPDX-License-Identifier: GPL-2.0-only */
/* The state of the fake kernel in each scene. */
#pragma once

#include <stdbool.h>

#include "cases.h"
#include "unit/peer.h"
#include "vfs.h"

enum scene_feature {
	HAS_DAEMON = 1,
	IS_STALE = 2, /* the policy in force differs from the files */
	IS_OFFLINE = 4,
	IS_DROPPED = 8, /* vfiovctl runs as the user nobody */
	TELLS = 16,	/* the daemon is a process that gets signals */
};

bool scene_has(enum scene scene, enum scene_feature feature);

/* Set up PEER as the kernel, and fill VFS. The caller still owns both. The policy is below ROOT. */
void scene_fill(struct peer *peer, struct vfs *vfs, enum scene scene, const char *root);
