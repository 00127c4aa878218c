// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of the driver's VFs, for events that affect all VFs or all VFs of a PF.
 */

#include "state.h"
#include "vf.h"
#include "vfs.h"

void vfiov_vfs_add(struct vfiov_vf *vf)
{
	mutex_lock(&vfiov_virtio.vfs_lock);
	list_add_tail(&vf->node, &vfiov_virtio.vfs);
	mutex_unlock(&vfiov_virtio.vfs_lock);
}

void vfiov_vfs_remove(struct vfiov_vf *vf)
{
	mutex_lock(&vfiov_virtio.vfs_lock);
	list_del(&vf->node);
	mutex_unlock(&vfiov_virtio.vfs_lock);
}

void vfiov_vfs_each(void (*call)(struct vfiov_vf *vf, void *arg), void *arg)
{
	struct vfiov_vf *vf;

	mutex_lock(&vfiov_virtio.vfs_lock);
	list_for_each_entry(vf, &vfiov_virtio.vfs, node)
		call(vf, arg);
	mutex_unlock(&vfiov_virtio.vfs_lock);
}
