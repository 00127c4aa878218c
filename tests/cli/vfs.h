/* SPDX-License-Identifier: GPL-2.0-only */
/* VFs for the fake kernel, and what it does when somebody wants to change one. */
#pragma once

#include "lib/genl.h"
#include "unit/peer.h"

enum { VFS_MAX = 8 };

struct vfs_item {
	struct vfv_vf vf;
	enum {
		VFS_GRANT,     /* a set is granted by the rule "choice" */
		VFS_REFUSE,    /* refused by the rule "strict" */
		VFS_FAIL,      /* refused for its cause, by nobody */
		VFS_SILENT,    /* never answered */
		VFS_LATE,      /* granted after the VF was asked about a few times */
		VFS_OCCUPIED,  /* another request is in the way the first time, then granted */
		VFS_OVERTAKEN, /* somebody else asks right after */
		VFS_GONE,      /* unbound after it was asked about for the first time */
	} answer;
	enum vfiov_cause cause;
	int turns;
};

struct vfs {
	size_t n;
	struct vfs_item items[VFS_MAX];
	int story; /* after so many dumps of VFs, tell events for a monitor */
	bool gap;  /* and no others than that some were lost, in which the last VF has gone */
};

/* Serve PEER's commands about VFs from VFS, which stays the caller's. */
void vfs_serve(struct peer *peer, struct vfs *vfs);

/* VF number INDEX of the PF 0000:3b:00.0: native, idle, bound, decided by default. */
struct vfs_item *vfs_add(struct vfs *vfs, uint32_t index);
