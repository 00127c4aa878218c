/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_STATE_H
#define VFIOV_STATE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#define VFIOV_VIRTIO_VERSION	"0.1"

struct workqueue_struct;

/**
 * struct vfiov_virtio - the state of the driver as a whole
 * @pfs_lock: protects @pfs; taken only inside the driver core's locks
 * @pfs: list of struct vfiov_pf
 * @vfs_lock: protects @vfs; taken only inside the driver core's locks
 * @vfs: list of struct vfiov_vf
 * @suspending: the system is suspending or suspended; read without a lock
 * @admin_wq: workqueue of admin commands
 */
struct vfiov_virtio {
	struct mutex pfs_lock; /* pfs */
	struct list_head pfs;
	struct mutex vfs_lock; /* vfs */
	struct list_head vfs;
	bool suspending;
	struct workqueue_struct *admin_wq;
};

extern struct vfiov_virtio vfiov_virtio;

#endif
