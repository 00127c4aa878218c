// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power state of the function, for accesses by the driver itself.
 *
 * The function sleeps in two ways: runtime PM suspends it after
 * VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY, and the guest writes D3hot to the PM capability. VFIO holds
 * a runtime PM reference during each ioctl, but not during close, and nothing takes the function
 * out of the guest's D3hot.
 */

#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/vfio_pci_core.h>

#include "power.h"
#include "vf.h"

/*
 * Leave D3 in the same way as vfio_pci_core does before a reset or a suspend; the function stays in
 * D0. The core saved the state when the guest wrote D3hot. Called with memory_lock held for
 * writing.
 */
static void power_leave_d3(struct vfio_pci_core_device *core)
{
	struct pci_dev *pdev = core->pdev;

	if (pci_set_power_state(pdev, PCI_D0) || !core->needs_pm_restore)
		return;
	pci_load_and_free_saved_state(pdev, &core->pm_save);
	pci_restore_state(pdev);
}

void vfiov_power_lock(struct vfiov_vf *vf)
{
	struct vfio_pci_core_device *core = &vf->core;

	/* Resume outside memory_lock, which the core's runtime PM callbacks take. */
	pm_runtime_get_sync(&core->pdev->dev);
	down_write(&core->memory_lock);
	if (core->pdev->current_state == PCI_D3hot || core->pdev->current_state == PCI_D3cold)
		power_leave_d3(core);
	downgrade_write(&core->memory_lock);
}

void vfiov_power_unlock(struct vfiov_vf *vf)
{
	up_read(&vf->core.memory_lock);
	pm_runtime_put(&vf->core.pdev->dev);
}
