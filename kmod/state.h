/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_STATE_H
#define VFIOV_STATE_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <linux/xarray.h>

#include "audit.h"
#include "nl_bell.h"
#include "outbox.h"
#include "owner.h"

struct workqueue_struct;

#define VFIOV_VERSION	"0.1"

/* Of @vfs in struct vfiov_state. */
#define VFIOV_WAITING	XA_MARK_1

/* Limits are in the netlink policy. Default-on is not among them. */
struct vfiov_params {
	u32 open_wait_ms;
	u32 grace_ms;
	u32 ring_size;
};

struct vfiov_stats {
	u64 requests;
	u64 decisions;
	u64 defaults;
	u64 refused;
	u64 stale;
	u64 opens;
	u64 owners;
};

/**
 * struct vfiov_state - all state of the module that is not about one VF
 * @lock: protects all that follows up to @outbox, and in each VF its request,
 *	set_result, choice and account. Given up by vfiov_unlock(). Taken inside the locks of
 *	VFIO, of the driver core and of generic netlink; none of those is taken under it.
 *	Nobody waits for the owner with it held.
 * @vfs: VFs that are bound, by vfiov_vf_key(), so in the order of their addresses
 * @nr_vfs: entries of @vfs
 * @nr_waiting: VFs with a request that waits, those that have the mark VFIOV_WAITING
 * @generation: changes when @vfs does, for dumps
 * @ticket: given out last
 * @instance: of this load of the module; constant
 * @params: what an administrator may change
 * @stats: counters
 * @owner: who answers
 * @audit: what is to be written down
 * @request_bell: tells the owner of requests
 * @audit_bell: tells it of audit records
 * @suspending: nobody waits for the owner now
 * @outbox: what is sent without @lock
 * @pfs_lock: protects @pfs; taken inside the driver core's locks only
 * @pfs: of struct vfiov_pf
 * @admin_wq: runs admin commands
 */
struct vfiov_state {
	struct mutex lock; /* all up to outbox */
	struct xarray vfs;
	u32 nr_vfs;
	u32 nr_waiting;
	u32 generation;
	u64 ticket;
	uuid_t instance;
	struct vfiov_params params;
	struct vfiov_stats stats;
	struct vfiov_owner owner;
	struct vfiov_audit audit;
	struct vfiov_nl_bell request_bell;
	struct vfiov_nl_bell audit_bell;
	bool suspending;

	struct vfiov_outbox outbox;

	struct mutex pfs_lock; /* pfs */
	struct list_head pfs;

	struct workqueue_struct *admin_wq;
};

extern struct vfiov_state vfiov;

/* Give vfiov.lock up, and send what was put into the outbox with it held. Sleeps. */
static inline void vfiov_unlock(void)
{
	bool dirty = vfiov.outbox.dirty;

	vfiov.outbox.dirty = false;
	mutex_unlock(&vfiov.lock);
	if (dirty)
		vfiov_outbox_send();
}

#endif
