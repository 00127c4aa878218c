/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_VFS_H
#define VFIOV_VFS_H

struct vfiov_vf;

/* A VF must be listed before it can be reset, and stay listed until it can no longer be opened. */
void vfiov_vfs_add(struct vfiov_vf *vf);
void vfiov_vfs_remove(struct vfiov_vf *vf);

/* Call @call for each listed VF, with vfiov_virtio.vfs_lock held. */
void vfiov_vfs_each(void (*call)(struct vfiov_vf *vf, void *arg), void *arg);

#endif
