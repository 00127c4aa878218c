// SPDX-License-Identifier: GPL-2.0-only
/*
 * The doorbells: request-ntf and audit-ntf.
 */

#include <linux/jiffies.h>

#include "genl.h"
#include "nl_bell.h"
#include "nl_ntf.h"
#include "state.h"

/* Longer than it takes to bind all VFs of a PF, and too short for a person to notice. */
#define SOON_MS	30

static void bell_ring(const struct vfiov_nl_bell *bell)
{
	if (bell->group == VFIOV_NLGRP_REQUEST)
		vfiov_nl_doorbell_ntf(VFIOV_CMD_REQUEST_NTF, bell->group, vfiov.nr_waiting,
				      vfiov.stats.requests);
	else
		vfiov_nl_doorbell_ntf(VFIOV_CMD_AUDIT_NTF, bell->group, vfiov.audit.held,
				      vfiov.audit.seq);
}

static void bell_ring_late(struct work_struct *work)
{
	mutex_lock(&vfiov.lock);
	bell_ring(container_of(to_delayed_work(work), struct vfiov_nl_bell, late));
	vfiov_unlock();
}

void vfiov_bell_soon(struct vfiov_nl_bell *bell)
{
	lockdep_assert_held(&vfiov.lock);
	/* A doorbell that is already scheduled is not postponed. */
	queue_delayed_work(system_wq, &bell->late, msecs_to_jiffies(SOON_MS));
}

void vfiov_bell_now(struct vfiov_nl_bell *bell)
{
	lockdep_assert_held(&vfiov.lock);
	/* Do not use _sync: the work takes the lock held here. It may ring once more. */
	cancel_delayed_work(&bell->late);
	bell_ring(bell);
}

static void bell_init(struct vfiov_nl_bell *bell, unsigned int group)
{
	INIT_DELAYED_WORK(&bell->late, bell_ring_late);
	bell->group = group;
}

void vfiov_bells_init(void)
{
	bell_init(&vfiov.request_bell, VFIOV_NLGRP_REQUEST);
	bell_init(&vfiov.audit_bell, VFIOV_NLGRP_AUDIT);
}

void vfiov_bells_exit(void)
{
	cancel_delayed_work_sync(&vfiov.request_bell.late);
	cancel_delayed_work_sync(&vfiov.audit_bell.late);
}
