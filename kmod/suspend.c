// SPDX-License-Identifier: GPL-2.0-only
/*
 * A suspend freezes the owner, perhaps before the process that waits for it. The
 * wait is not made freezable: it is under VFIO's locks, and whoever waits for
 * those could not be frozen either. It is cut short instead.
 *
 * The PCI core puts VFs that are open to sleep as well, and the driver has no callback of its
 * own for that: vfio_pci_core replaces those of each driver.
 */

#include <linux/notifier.h>
#include <linux/suspend.h>

#include "decide.h"
#include "reset.h"
#include "state.h"
#include "suspend.h"
#include "vf.h"

/* Registers are asked for again: the device may lose what it has. With vfiov.lock held. */
static void suspend_tell_vfs(void)
{
	struct vfiov_vf *vf;
	unsigned long key;

	xa_for_each(&vfiov.vfs, key, vf)
		vfiov_reset_sleep(vf);
}

static int suspend_event(struct notifier_block *nb, unsigned long event, void *data)
{
	mutex_lock(&vfiov.lock);
	switch (event) {
	case PM_HIBERNATION_PREPARE:
	case PM_SUSPEND_PREPARE:
	case PM_RESTORE_PREPARE:
		WRITE_ONCE(vfiov.suspending, true);
		suspend_tell_vfs();
		vfiov_decide_wake_all();
		break;
	case PM_POST_HIBERNATION:
	case PM_POST_SUSPEND:
	case PM_POST_RESTORE:
		suspend_tell_vfs();
		WRITE_ONCE(vfiov.suspending, false);
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
