// SPDX-License-Identifier: GPL-2.0-only
/*
 * The user space side of the interrupt pin: VFIO's interrupt 0, with one eventfd for the trigger
 * and one for unmask. intx.c is the device side.
 */

#include <linux/eventfd.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>

#include "intx.h"
#include "power.h"
#include "reset.h"
#include "vectors.h"
#include "vf.h"

/*
 * Called by an eventfd in atomic context, where another eventfd cannot be signalled.
 * Return: 1 to have intx_unmask_later() called.
 */
static int intx_unmask_try(void *opaque, void *unused)
{
	struct vfiov_vf *vf = opaque;
	unsigned long flags;
	int again;

	spin_lock_irqsave(&vf->intx.lock, flags);
	vf->intx.masked = false;
	again = vf->intx.isr != 0;
	spin_unlock_irqrestore(&vf->intx.lock, flags);
	return again;
}

static void intx_unmask_later(void *opaque, void *unused)
{
	vfiov_intx_deliver(opaque);
}

static void intx_set_masked(struct vfiov_vf *vf, bool masked)
{
	spin_lock_irq(&vf->intx.lock);
	vf->intx.masked = masked;
	spin_unlock_irq(&vf->intx.lock);
	vfiov_intx_deliver(vf);
}

/* Consumes the caller's reference to @trigger. */
static void intx_set_trigger(struct vfiov_vf *vf, struct eventfd_ctx *trigger)
{
	struct eventfd_ctx *old;

	spin_lock_irq(&vf->intx.lock);
	old = vf->intx.trigger;
	vf->intx.trigger = trigger;
	spin_unlock_irq(&vf->intx.lock);
	if (!old)
		return;
	/* An RCU reader may still be signalling the old trigger. */
	synchronize_rcu();
	eventfd_ctx_put(old);
}

/*
 * Only one kind of interrupt is in use at a time, as with the core's own pins. The core fetches the
 * arguments of VFIO_DEVICE_SET_IRQS again, so only the core can reliably refuse MSI-X. While the
 * pin is in use, core.irq_type is MSI, so the core refuses MSI-X. A VF with a pin has no MSI
 * (vfiov_intx_possible()), so the core also refuses every call for MSI, and nothing else depends on
 * the value.
 *
 * Called with bar0.lock held. Return: false if the guest uses MSI-X.
 */
static bool intx_claim(struct vfiov_vf *vf)
{
	bool ours;

	mutex_lock(&vf->core.igate);
	if (vf->core.irq_type == VFIO_PCI_NUM_IRQS)
		vf->core.irq_type = VFIO_PCI_MSI_IRQ_INDEX;
	ours = vf->core.irq_type == VFIO_PCI_MSI_IRQ_INDEX;
	mutex_unlock(&vf->core.igate);
	return ours;
}

/* End the claim, unless the pin is still in use. Called with bar0.lock held. */
static void intx_unclaim(struct vfiov_vf *vf)
{
	if (vf->intx.enabled)
		return;
	mutex_lock(&vf->core.igate);
	if (vf->core.irq_type == VFIO_PCI_MSI_IRQ_INDEX && vfiov_intx_possible(vf))
		vf->core.irq_type = VFIO_PCI_NUM_IRQS;
	mutex_unlock(&vf->core.igate);
}

static void intx_disable(struct vfiov_vf *vf)
{
	vfio_virqfd_disable(&vf->intx.unmask);
	intx_set_trigger(vf, NULL);
	vfiov_intx_stop(vf);
	vf->intx.enabled = false;
}

/* As in the core, a pin is enabled with or without a trigger, and unmasked. */
static int intx_enable(struct vfiov_vf *vf)
{
	int ret;

	if (vf->intx.enabled)
		return 0;
	vf->intx.enabled = true;
	intx_set_masked(vf, false);
	ret = vfiov_intx_connect(vf);
	if (ret)
		intx_disable(vf);
	return ret;
}

static int intx_set_trigger_fd(struct vfiov_vf *vf, int fd)
{
	struct eventfd_ctx *trigger = NULL;
	int ret;

	if (fd >= 0) {
		trigger = eventfd_ctx_fdget(fd);
		if (IS_ERR(trigger))
			return PTR_ERR(trigger);
	}
	ret = intx_enable(vf);
	if (ret) {
		if (trigger)
			eventfd_ctx_put(trigger);
		return ret;
	}
	intx_set_trigger(vf, trigger);
	vfiov_intx_deliver(vf);
	return 0;
}

static int intx_set_unmask_fd(struct vfiov_vf *vf, int fd)
{
	if (fd >= 0)
		return vfio_virqfd_enable(vf, intx_unmask_try, intx_unmask_later, NULL,
					  &vf->intx.unmask, fd);
	vfio_virqfd_disable(&vf->intx.unmask);
	return 0;
}

/* User space may signal its own trigger to test its setup. */
static void intx_ring(struct vfiov_vf *vf)
{
	/* The trigger changes only with bar0.lock held. */
	if (vf->intx.trigger && !vfiov_vf_intx_disabled(vf))
		eventfd_signal(vf->intx.trigger);
}

/*
 * Behaves as vfio_pci_core does for a real pin: refuses MASK and UNMASK before a TRIGGER.
 * @data: data of the one pin: an int or a byte, or NULL.
 */
static int intx_set_pin(struct vfiov_vf *vf, u32 flags, const void *data)
{
	u32 type = flags & VFIO_IRQ_SET_DATA_TYPE_MASK;
	bool act = type == VFIO_IRQ_SET_DATA_NONE ||
		   (type == VFIO_IRQ_SET_DATA_BOOL && *(const u8 *)data);

	switch (flags & VFIO_IRQ_SET_ACTION_TYPE_MASK) {
	case VFIO_IRQ_SET_ACTION_TRIGGER:
		if (type == VFIO_IRQ_SET_DATA_EVENTFD)
			return intx_set_trigger_fd(vf, *(const s32 *)data);
		if (!vf->intx.enabled)
			return -EINVAL;
		if (act)
			intx_ring(vf);
		return 0;
	case VFIO_IRQ_SET_ACTION_MASK:
		if (!vf->intx.enabled)
			return -EINVAL;
		if (type == VFIO_IRQ_SET_DATA_EVENTFD)
			return -ENOTTY;
		if (act)
			intx_set_masked(vf, true);
		return 0;
	case VFIO_IRQ_SET_ACTION_UNMASK:
		if (!vf->intx.enabled)
			return -EINVAL;
		if (type == VFIO_IRQ_SET_DATA_EVENTFD)
			return intx_set_unmask_fd(vf, *(const s32 *)data);
		if (act)
			intx_set_masked(vf, false);
		return 0;
	}
	return -ENOTTY;
}

static long intx_set_irqs(struct vfiov_vf *vf, const struct vfio_irq_set *hdr, void __user *arg)
{
	size_t size = 0;
	void *data;
	int ret;

	ret = vfio_set_irqs_validate_and_prepare((struct vfio_irq_set *)hdr, 1, VFIO_PCI_NUM_IRQS,
						 &size);
	if (ret)
		return ret;
	vfiov_reset_catch_up(vf);
	if (vf->intx.enabled && !hdr->count && hdr->flags & VFIO_IRQ_SET_ACTION_TRIGGER &&
	    hdr->flags & VFIO_IRQ_SET_DATA_NONE) {
		/* Restore the vectors now: their registers exist only while MSI-X is on. */
		if (vf->intx.vectors) {
			vfiov_power_lock(vf);
			vfiov_power_unlock(vf);
			vfiov_vectors_give_back(vf);
		}
		intx_disable(vf);
		return 0;
	}
	if (hdr->count != 1 || !intx_claim(vf))
		return -EINVAL;
	data = size ? memdup_user(arg, size) : NULL;
	if (IS_ERR(data))
		return PTR_ERR(data);
	ret = intx_set_pin(vf, hdr->flags, data);
	kfree(data);
	return ret;
}

static long intx_set_irqs_locked(struct vfiov_vf *vf, unsigned long arg)
{
	size_t minsz = offsetofend(struct vfio_irq_set, count);
	struct vfio_irq_set hdr;

	if (copy_from_user(&hdr, (void __user *)arg, minsz))
		return -EFAULT;
	if (hdr.argsz >= minsz && hdr.index == VFIO_PCI_INTX_IRQ_INDEX && vfiov_intx_possible(vf))
		return intx_set_irqs(vf, &hdr, (void __user *)arg + minsz);
	/*
	 * The core fetches the header again and validates its own copy. It refuses calls for the
	 * pin, because a VF has none, and the claim makes it refuse MSI-X.
	 */
	return vfio_pci_core_ioctl(&vf->core.vdev, VFIO_DEVICE_SET_IRQS, arg);
}

long vfiov_intx_set_irqs(struct vfiov_vf *vf, unsigned long arg)
{
	long ret;

	/* The layout of BAR0 depends on MSI-X and must not change within an access. */
	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	ret = intx_set_irqs_locked(vf, arg);
	intx_unclaim(vf);
	mutex_unlock(&vf->bar0.lock);
	return ret;
}

long vfiov_intx_get_info(struct vfiov_vf *vf, unsigned long arg)
{
	size_t minsz = offsetofend(struct vfio_irq_info, count);
	struct vfio_irq_info info;

	if (copy_from_user(&info, (void __user *)arg, minsz))
		return -EFAULT;
	/* The core fetches it again. Its answers all describe the native VF. */
	if (info.argsz < minsz || info.index != VFIO_PCI_INTX_IRQ_INDEX ||
	    !vfiov_intx_possible(vf))
		return vfio_pci_core_ioctl(&vf->core.vdev, VFIO_DEVICE_GET_IRQ_INFO, arg);
	info.flags = VFIO_IRQ_INFO_EVENTFD | VFIO_IRQ_INFO_MASKABLE | VFIO_IRQ_INFO_AUTOMASKED;
	info.count = 1;
	return copy_to_user((void __user *)arg, &info, minsz) ? -EFAULT : 0;
}

void vfiov_intx_init(struct vfiov_vf *vf)
{
	spin_lock_init(&vf->intx.lock);
	vfiov_vectors_forget(&vf->intx.told);
}

void vfiov_intx_close(struct vfiov_vf *vf)
{
	mutex_lock(&vf->bar0.lock);
	intx_disable(vf);
	intx_unclaim(vf);
	/* Do not leave pending interrupts for the next guest. */
	vfiov_intx_reset(vf);
	mutex_unlock(&vf->bar0.lock);
}
