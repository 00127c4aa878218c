/* SPDX-License-Identifier: GPL-2.0-only */
/* VFs of the fake kernel, and its answers to sets and resets. */
#pragma once

#include "lib/genl.h"
#include "unit/peer.h"

enum { VFS_MAX = 8 };

struct vfs_item {
	struct vfv_vf vf;
	enum {
		VFS_GRANT,     /* granted by the rule "choice" */
		VFS_REFUSE,    /* refused by the rule "strict" */
		VFS_FAIL,      /* refused with the cause below, without a rule */
		VFS_SILENT,    /* never answered */
		VFS_LATE,      /* granted after the VF has been read a few times */
		VFS_OCCUPIED,  /* at first busy with another request, then granted */
		VFS_OVERTAKEN, /* another request follows at once */
		VFS_GONE,      /* unbound after the VF has been read once */
	} answer;
	enum vfiov_cause cause;
	int turns;
};

struct vfs {
	size_t n;
	struct vfs_item items[VFS_MAX];
	int story; /* send events for a monitor after this many dumps of VFs */
	bool gap;  /* lose events instead, and remove the last VF */
	bool two_drivers; /* sample_vfio_pci is also registered */
};

/* Serve PEER's commands about VFs from VFS, which the caller still owns. */
void vfs_serve(struct peer *peer, struct vfs *vfs);

/* Add VF INDEX of the PF 0000:3b:00.0: bound, native, not open, with the default decision. */
struct vfs_item *vfs_add(struct vfs *vfs, uint32_t index);
