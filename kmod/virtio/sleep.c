// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drops the cached registers before and after the system sleeps, because the device may lose its
 * state. The PCI core suspends open VFs as well. This needs a notifier, because vfio_pci_core
 * replaces the suspend callbacks of every driver.
 */

#include <linux/notifier.h>
#include <linux/suspend.h>

#include "reset.h"
#include "sleep.h"
#include "state.h"
#include "vfs.h"

static void tell_vf(struct vfiov_vf *vf, void *arg)
{
	vfiov_reset_sleep(vf);
}

static int sleep_event(struct notifier_block *nb, unsigned long event, void *data)
{
	switch (event) {
	case PM_HIBERNATION_PREPARE:
	case PM_SUSPEND_PREPARE:
	case PM_RESTORE_PREPARE:
		WRITE_ONCE(vfiov_virtio.suspending, true);
		vfiov_vfs_each(tell_vf, NULL);
		break;
	case PM_POST_HIBERNATION:
	case PM_POST_SUSPEND:
	case PM_POST_RESTORE:
		vfiov_vfs_each(tell_vf, NULL);
		WRITE_ONCE(vfiov_virtio.suspending, false);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block sleep_notifier = {
	.notifier_call = sleep_event,
};

int vfiov_sleep_init(void)
{
	return register_pm_notifier(&sleep_notifier);
}

void vfiov_sleep_exit(void)
{
	unregister_pm_notifier(&sleep_notifier);
}
