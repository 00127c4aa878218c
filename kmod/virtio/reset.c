// SPDX-License-Identifier: GPL-2.0-only
/*
 * All ways in which an open function loses the state that its driver set, and how each is noticed.
 *
 *	reset by VFIO, through sysfs, through config space, or of the bus
 *			The PCI core calls reset_done().
 *	recovery from a fatal error
 *			Resets the link without calling reset_done(). error_detected() is called
 *			before that.
 *	D3hot written by the guest
 *			Leaving it is a reset if the function has NoSoftRst clear. Checked after
 *			each write to config space: BAR0 serves no accesses before D0.
 *	runtime suspend	D3hot or D3cold. Detected by the time spent suspended.
 *	system sleep	D3hot or D3cold, too. A notifier runs before and after (sleep.c).
 *	all others	FLR of the PF, a recovery that calls no callbacks, a manual reset in config
 *			space. There is no notification, but bus mastering is off afterwards, or the
 *			VF does not answer because the PF's VF Enable is off. Registers that depend
 *			on the driver are cached only while the guest has bus mastering on. It is
 *			checked before each access, and before the guest writes to config space.
 *	new virtio driver for the PF
 *			guard.c drops the cached registers.
 *	open, close	Another guest gets the VF; vfio.c drops all state.
 */

#include <linux/pci.h>
#include <linux/pm_runtime.h>
#include <linux/vfio_pci_core.h>

#include "intx.h"
#include "overlay.h"
#include "regs.h"
#include "reset.h"
#include "vf.h"

/* The device has lost its state, and its config space was restored. Runs in any context. */
static void reset_device(struct vfiov_vf *vf)
{
	vfiov_regs_reset(vf);
	vfiov_intx_reset(vf);
	/* May run under any lock; migration.c handles it later. */
	atomic_set(&vf->migration.reset, 1);
}

/* The function was reset. May be called in any context. */
static void reset_function(struct vfiov_vf *vf)
{
	vfiov_overlay_reset(vf);
	reset_device(vf);
}

/* Return: true while the guest has bus mastering on. */
static bool reset_master_expected(struct vfiov_vf *vf)
{
	return READ_ONCE(vf->overlay.command) & cpu_to_le16(PCI_COMMAND_MASTER);
}

/* A VF whose PF was reset has disappeared and reads as all ones, as does a function in D3cold. */
static bool reset_master_lost(struct vfiov_vf *vf)
{
	struct pci_dev *pdev = vf->core.pdev;
	u16 command;

	if (!reset_master_expected(vf) || pdev->current_state == PCI_D3cold)
		return false;
	return pci_read_config_word(pdev, PCI_COMMAND, &command) || PCI_POSSIBLE_ERROR(command) ||
	       !(command & PCI_COMMAND_MASTER);
}

/* Called with reset.writing held. */
static void reset_check_master(struct vfiov_vf *vf)
{
	if (!reset_master_lost(vf))
		return;
	pci_info_ratelimited(vf->core.pdev, "reset without its driver's knowledge\n");
	reset_function(vf);
	atomic_set(&vf->reset.behind, 1);
}

/*
 * With NoSoftRst set, a function in D3hot keeps its state. The bit field belongs to the core and is
 * only read here.
 */
static bool reset_by_sleep(struct vfiov_vf *vf)
{
	return vf->core.needs_pm_restore;
}

void vfiov_reset_catch_up(struct vfiov_vf *vf)
{
	u64 slept = pm_runtime_suspended_time(&vf->core.pdev->dev);

	if (slept != vf->reset.slept) {
		vf->reset.slept = slept;
		vfiov_reset_sleep(vf);
	}
	/* The guest may be turning bus mastering off: check again after its write is done. */
	if (reset_master_lost(vf) && !mutex_lock_killable(&vf->reset.writing)) {
		reset_check_master(vf);
		mutex_unlock(&vf->reset.writing);
	}
	/* The PCI core has not restored MSI-X, because it did not notice the reset either. */
	if (atomic_xchg(&vf->reset.behind, 0))
		vfiov_intx_stop(vf);
	vfiov_regs_catch_up(vf, reset_master_expected(vf));
	vfiov_intx_catch_up(vf);
}

void vfiov_reset_sleep(struct vfiov_vf *vf)
{
	if (reset_by_sleep(vf))
		reset_device(vf);
	else
		/*
		 * The function may have been in D3cold. The guest's driver must see that the device
		 * was reset.
		 */
		vfiov_regs_reset(vf);
}

ssize_t vfiov_reset_config_write(struct vfiov_vf *vf, const char __user *buf, size_t count,
				 loff_t *ppos)
{
	ssize_t done;

	if (mutex_lock_killable(&vf->reset.writing))
		return -EINTR;
	/* Check first, because the write may turn bus mastering on again. */
	reset_check_master(vf);
	done = vfiov_overlay_write(vf, buf, count, ppos);
	if (vf->core.pdev->current_state == PCI_D3hot && reset_by_sleep(vf))
		reset_device(vf);
	mutex_unlock(&vf->reset.writing);
	return done;
}

void vfiov_reset_init(struct vfiov_vf *vf)
{
	mutex_init(&vf->reset.writing);
}

/* The callbacks run under the device lock, like probe and remove. */
static struct vfiov_vf *reset_vf(struct pci_dev *pdev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(&pdev->dev);

	return container_of(core, struct vfiov_vf, core);
}

static void vfiov_reset_done(struct pci_dev *pdev)
{
	reset_function(reset_vf(pdev));
}

static pci_ers_result_t vfiov_reset_error_detected(struct pci_dev *pdev, pci_channel_state_t state)
{
	struct vfiov_vf *vf = reset_vf(pdev);

	if (state == pci_channel_io_frozen) {
		vf->reset.frozen = true;
		reset_function(vf);
	}
	return vfio_pci_core_aer_err_detected(pdev, state);
}

static void vfiov_reset_resume(struct pci_dev *pdev)
{
	struct vfiov_vf *vf = reset_vf(pdev);

	if (vf->reset.frozen)
		reset_function(vf);
	vf->reset.frozen = false;
}

const struct pci_error_handlers vfiov_reset_handlers = {
	.error_detected = vfiov_reset_error_detected,
	.resume = vfiov_reset_resume,
	.reset_done = vfiov_reset_done,
};
