// SPDX-License-Identifier: GPL-2.0-only
/*
 * A suspend freezes the owner, perhaps before the process that waits for it. The wait is not
 * freezable, because it holds VFIO's locks, and tasks that wait for those could not be frozen
 * either. So a suspend ends the wait early.
 */

#include <linux/notifier.h>
#include <linux/suspend.h>

#include "choice.h"
#include "state.h"
#include "suspend.h"

static int suspend_event(struct notifier_block *nb, unsigned long event, void *data)
{
	mutex_lock(&vfiov.lock);
	switch (event) {
	case PM_HIBERNATION_PREPARE:
	case PM_SUSPEND_PREPARE:
	case PM_RESTORE_PREPARE:
		vfiov.suspending = true;
		vfiov_choice_wake_all();
		break;
	case PM_POST_HIBERNATION:
	case PM_POST_SUSPEND:
	case PM_POST_RESTORE:
		vfiov.suspending = false;
		break;
	}
	vfiov_unlock();
	return NOTIFY_DONE;
}

static struct notifier_block pm_notifier = {
	.notifier_call = suspend_event,
};

int vfiov_suspend_init(void)
{
	return register_pm_notifier(&pm_notifier);
}

void vfiov_suspend_exit(void)
{
	unregister_pm_notifier(&pm_notifier);
}
