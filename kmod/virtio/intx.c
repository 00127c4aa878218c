// SPDX-License-Identifier: GPL-2.0-only
/*
 * An interrupt pin for guests without MSI-X. A VF has no pin: the device signals MSI-X, which this
 * file turns into ISR and a level-triggered interrupt (virtio 1.3 section 4.1.5.3).
 *
 * MSI-X is enabled as soon as a queue has an address and user space uses the pin, because legacy
 * drivers use a queue before they set DRIVER_OK. BAR0 keeps the layout without MSI-X, because the
 * guest has not enabled it.
 *
 * Only a VF with the legacy profile has a pin. A pin could not work with the modern interface: a
 * modern driver sets up its queues and reads ISR through the VF's memory BAR, which bypasses this
 * driver, so it would wait for interrupts that never come. Without a pin it fails immediately, as
 * with a native VF.
 */

#include <linux/eventfd.h>
#include <linux/interrupt.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "intx.h"
#include "power.h"
#include "vectors.h"
#include "vf.h"

/* Indices of the vectors. A single vector serves both causes, which are then indistinguishable. */
#define VECTOR_CONFIG	0
#define VECTORS		2

/* virtio 1.3 section 4.1.4.5; no header has a name for it. */
#define ISR_QUEUE	0x1

void vfiov_intx_deliver(struct vfiov_vf *vf)
{
	struct eventfd_ctx *trigger = NULL;
	struct vfiov_intx *x = &vf->intx;
	unsigned long flags;

	/* Signal without the lock: the unmask eventfd's handler takes it, too (intx_user.c). */
	rcu_read_lock();
	spin_lock_irqsave(&x->lock, flags);
	if (x->isr && !x->masked && !vfiov_vf_intx_disabled(vf))
		trigger = x->trigger;
	if (trigger)
		x->masked = true;
	spin_unlock_irqrestore(&x->lock, flags);
	if (trigger)
		eventfd_signal(trigger);
	rcu_read_unlock();
}

static void intx_raise(struct vfiov_vf *vf, u8 isr)
{
	unsigned long flags;

	spin_lock_irqsave(&vf->intx.lock, flags);
	vf->intx.isr |= isr;
	spin_unlock_irqrestore(&vf->intx.lock, flags);
	vfiov_intx_deliver(vf);
}

static irqreturn_t intx_on_config(int irq, void *data)
{
	intx_raise(data, VIRTIO_PCI_ISR_CONFIG);
	return IRQ_HANDLED;
}

static irqreturn_t intx_on_queue(int irq, void *data)
{
	intx_raise(data, ISR_QUEUE);
	return IRQ_HANDLED;
}

static irqreturn_t intx_on_either(int irq, void *data)
{
	intx_raise(data, ISR_QUEUE | VIRTIO_PCI_ISR_CONFIG);
	return IRQ_HANDLED;
}

void vfiov_intx_clear(struct vfiov_vf *vf)
{
	unsigned long flags;

	spin_lock_irqsave(&vf->intx.lock, flags);
	vf->intx.isr = 0;
	spin_unlock_irqrestore(&vf->intx.lock, flags);
}

void vfiov_intx_reset(struct vfiov_vf *vf)
{
	atomic_inc(&vf->intx.resets);
	vfiov_intx_clear(vf);
}

void vfiov_intx_catch_up(struct vfiov_vf *vf)
{
	int resets = atomic_read(&vf->intx.resets);

	if (resets == vf->intx.seen)
		return;
	vfiov_vectors_forget(&vf->intx.told);
	vf->intx.seen = resets;
}

bool vfiov_intx_take_isr(struct vfiov_vf *vf, u8 *isr)
{
	spin_lock_irq(&vf->intx.lock);
	*isr = vf->intx.isr;
	vf->intx.isr = 0;
	spin_unlock_irq(&vf->intx.lock);
	return vf->intx.vectors;
}

u8 vfiov_intx_pending(struct vfiov_vf *vf)
{
	u8 isr;

	spin_lock_irq(&vf->intx.lock);
	isr = vf->intx.isr;
	spin_unlock_irq(&vf->intx.lock);
	return isr;
}

void vfiov_intx_set_isr(struct vfiov_vf *vf, u8 isr)
{
	spin_lock_irq(&vf->intx.lock);
	vf->intx.isr = isr;
	spin_unlock_irq(&vf->intx.lock);
}

bool vfiov_intx_possible(struct vfiov_vf *vf)
{
	struct pci_dev *pdev = vf->core.pdev;

	return pdev->msix_cap && !pdev->msi_cap &&
	       vf->profile == VFIOV_VIRTIO_LEGACY;
}

/* Called with memory_lock held for reading, and with the function awake. */
static void intx_free_vectors(struct vfiov_vf *vf)
{
	struct pci_dev *pdev = vf->core.pdev;

	/* put_msix_off() reads the count without a lock. */
	while (vf->intx.vectors) {
		WRITE_ONCE(vf->intx.vectors, vf->intx.vectors - 1);
		free_irq(pci_irq_vector(pdev, vf->intx.vectors), vf);
	}
	pci_free_irq_vectors(pdev);
}

void vfiov_intx_stop(struct vfiov_vf *vf)
{
	if (!vf->intx.vectors)
		return;
	vfiov_power_lock(vf);
	intx_free_vectors(vf);
	vfiov_power_unlock(vf);
}

/* Called with memory_lock held for reading, and with the function awake. */
static int intx_request_vectors(struct vfiov_vf *vf)
{
	irq_handler_t handlers[VECTORS] = { intx_on_config, intx_on_queue };
	struct pci_dev *pdev = vf->core.pdev;
	int n, ret = 0;

	n = pci_alloc_irq_vectors(pdev, 1, VECTORS, PCI_IRQ_MSIX);
	if (n < 0)
		return n;
	if (n == 1)
		handlers[0] = intx_on_either;
	while (vf->intx.vectors < n && !ret) {
		unsigned int i = vf->intx.vectors;

		ret = request_irq(pci_irq_vector(pdev, i), handlers[i], 0, "vfiov-intx", vf);
		if (!ret)
			WRITE_ONCE(vf->intx.vectors, i + 1);
	}
	if (ret)
		intx_free_vectors(vf);
	return ret;
}

static int intx_start(struct vfiov_vf *vf)
{
	int ret;

	if (vf->intx.vectors)
		return 0;
	/* Resets and power changes take memory_lock for writing. */
	vfiov_power_lock(vf);
	ret = intx_request_vectors(vf);
	vfiov_power_unlock(vf);
	return ret;
}

/* Return: the vector that all queues use. */
static u16 intx_queue_vector(struct vfiov_vf *vf)
{
	return vf->intx.vectors - 1;
}

void vfiov_intx_queue(struct vfiov_vf *vf, u16 queue)
{
	int ret;

	/* While the pin is in use, the guest has no MSI-X, see intx_claim(). */
	if (!vf->intx.enabled)
		return;
	ret = vfiov_vectors_learn_used(vf) ?: intx_start(vf);
	if (!ret)
		ret = vfiov_vectors_learn_own(vf);
	if (!ret)
		ret = vfiov_vectors_take(vf, VECTOR_CONFIG, queue, intx_queue_vector(vf));
	if (ret)
		dev_warn_ratelimited(&vf->core.pdev->dev,
				     "cannot enable interrupts for a guest without MSI-X (%d)\n",
				     ret);
}

int vfiov_intx_connect(struct vfiov_vf *vf)
{
	u8 isr = 0;
	int ret;

	ret = vfiov_vectors_learn_used(vf);
	if (ret)
		return ret;
	/* In D3hot, either no queue has an address, or the device has kept its state. */
	if (bitmap_empty(vf->intx.told.used, VFIOV_VECTORS_KEPT))
		return 0;
	ret = intx_start(vf);
	if (!ret)
		ret = vfiov_vectors_learn_own(vf);
	if (!ret)
		ret = vfiov_vectors_take_all(vf, VECTOR_CONFIG, intx_queue_vector(vf));
	/* Collect the interrupts that the device has signalled so far. */
	if (!ret)
		ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_READ, VIRTIO_PCI_ISR, sizeof(isr),
				     &isr);
	if (!ret && isr)
		intx_raise(vf, isr);
	return ret;
}
