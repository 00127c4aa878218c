/* SPDX-License-Identifier: GPL-2.0-only */
/* VFs for the fake kernel, and its answers to changes. */
#pragma once

#include "lib/genl.h"
#include "unit/peer.h"

enum { VFS_MAX = 8 };

struct vfs_item {
	struct vfv_vf vf;
	enum {
		VFS_GRANT,     /* a set is granted by the rule "choice" */
		VFS_REFUSE,    /* refused by the rule "strict" */
		VFS_FAIL,      /* refused for its cause, without a rule */
		VFS_SILENT,    /* never answered */
		VFS_LATE,      /* granted after a few reads of the VF */
		VFS_OCCUPIED,  /* busy with another request the first time, then granted */
		VFS_OVERTAKEN, /* another request comes right after */
		VFS_GONE,      /* unbound after the first read of the VF */
	} answer;
	enum vfiov_cause cause;
	int turns;
};

struct vfs {
	size_t n;
	struct vfs_item items[VFS_MAX];
	int story; /* after this many dumps of VFs, send events for a monitor */
	bool gap;  /* and only that some were lost; the last VF went away meanwhile */
};

/* Serve PEER's commands about VFs from VFS, which stays the caller's. */
void vfs_serve(struct peer *peer, struct vfs *vfs);

/* VF number INDEX of the PF 0000:3b:00.0: native, idle, bound, decided by default. */
struct vfs_item *vfs_add(struct vfs *vfs, uint32_t index);
