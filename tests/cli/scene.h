/* SPDX-License-Identifier: GPL-2.0-only */
/* What the fake kernel has in each scene. */
#pragma once

#include <stdbool.h>

#include "cases.h"
#include "unit/peer.h"
#include "vfs.h"

enum scene_feature {
	HAS_DAEMON = 1,
	IS_STALE = 2, /* with another policy in force than the files have */
	IS_OFFLINE = 4,
	IS_DROPPED = 8, /* seen by the user nobody */
	TELLS = 16,	/* the daemon is a process, which gets a signal */
};

bool scene_has(enum scene scene, enum scene_feature feature);

/* Make PEER the kernel, and fill VFS; the caller keeps both. The policy is below ROOT. */
void scene_fill(struct peer *peer, struct vfs *vfs, enum scene scene, const char *root);
