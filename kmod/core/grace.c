// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of the grace period that begins when the owner is gone (owner.c).
 */

#include <linux/workqueue.h>

#include "choice.h"
#include "entry.h"
#include "grace.h"
#include "request.h"
#include "state.h"

static void grace_end(struct work_struct *work)
{
	struct vfiov_owner *o = &vfiov.owner;
	struct vfiov_entry *vf;
	unsigned long key;

	mutex_lock(&vfiov.lock);
	/* A new owner may have registered in the meantime, and may even be gone again. */
	if (o->grace && !delayed_work_pending(&o->grace_end)) {
		o->grace = false;
		xa_for_each(&vfiov.vfs, key, vf)
			vfiov_request_refuse(vf, VFIOV_CAUSE_OWNER_LOST);
		vfiov_choice_wake_all();
	}
	vfiov_unlock();
}

void vfiov_grace_init(void)
{
	INIT_DELAYED_WORK(&vfiov.owner.grace_end, grace_end);
}

void vfiov_grace_exit(void)
{
	cancel_delayed_work_sync(&vfiov.owner.grace_end);
}
