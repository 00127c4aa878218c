// SPDX-License-Identifier: GPL-2.0-only
/*
 * The doorbells: request-ntf and audit-ntf.
 */

#include <linux/jiffies.h>

#include "genl.h"
#include "nl_doorbell.h"
#include "nl_ntf.h"
#include "state.h"

/* Longer than it takes to bind all VFs of a PF, and too short for a person to notice. */
#define SOON_MS	30

static void doorbell_ring(const struct vfiov_nl_doorbell *doorbell)
{
	if (doorbell->group == VFIOV_NLGRP_REQUEST)
		vfiov_nl_doorbell_ntf(VFIOV_CMD_REQUEST_NTF, doorbell->group, vfiov.nr_waiting,
				      vfiov.stats.requests);
	else
		vfiov_nl_doorbell_ntf(VFIOV_CMD_AUDIT_NTF, doorbell->group, vfiov.audit.held,
				      vfiov.audit.seq);
}

static void doorbell_ring_late(struct work_struct *work)
{
	mutex_lock(&vfiov.lock);
	doorbell_ring(container_of(to_delayed_work(work), struct vfiov_nl_doorbell, late));
	vfiov_unlock();
}

void vfiov_doorbell_soon(struct vfiov_nl_doorbell *doorbell)
{
	lockdep_assert_held(&vfiov.lock);
	/* A doorbell that is already scheduled is not postponed. */
	queue_delayed_work(system_wq, &doorbell->late, msecs_to_jiffies(SOON_MS));
}

void vfiov_doorbell_now(struct vfiov_nl_doorbell *doorbell)
{
	lockdep_assert_held(&vfiov.lock);
	/* Do not use _sync: the work takes the lock held here. The work may ring once more. */
	cancel_delayed_work(&doorbell->late);
	doorbell_ring(doorbell);
}

static void doorbell_init(struct vfiov_nl_doorbell *doorbell, unsigned int group)
{
	INIT_DELAYED_WORK(&doorbell->late, doorbell_ring_late);
	doorbell->group = group;
}

void vfiov_doorbells_init(void)
{
	doorbell_init(&vfiov.request_doorbell, VFIOV_NLGRP_REQUEST);
	doorbell_init(&vfiov.audit_doorbell, VFIOV_NLGRP_AUDIT);
}

void vfiov_doorbells_exit(void)
{
	cancel_delayed_work_sync(&vfiov.request_doorbell.late);
	cancel_delayed_work_sync(&vfiov.audit_doorbell.late);
}
