// SPDX-License-Identifier: GPL-2.0-only
/*
 * An interrupt pin for guests that know no MSI-X. A VF has none: the device interrupts
 * by MSI-X, and here that becomes ISR and a level (virtio 1.3 section 4.1.5.3).
 *
 * MSI-X is turned on when the first queue gets its address, because legacy drivers use
 * a queue before they set DRIVER_OK; and only while user space has the pin in use. The
 * layout of BAR0 stays the one without MSI-X, for the guest has not turned it on.
 */

#include <linux/eventfd.h>
#include <linux/interrupt.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>
#include <linux/virtio_pci.h>

#include "admin.h"
#include "intx.h"
#include "vf.h"

/* Of the vectors in use here. With one, nobody can tell what it was. */
#define VECTOR_CONFIG	0
#define VECTORS		2

/* virtio 1.3 section 4.1.4.5; no header has a name for it. */
#define ISR_QUEUE	0x1

void vfiov_intx_deliver(struct vfiov_vf *vf)
{
	struct eventfd_ctx *trigger = NULL;
	struct vfiov_intx *x = &vf->intx;
	unsigned long flags;

	/* Not told under the lock: an eventfd takes it, too (intx_user.c). */
	rcu_read_lock();
	spin_lock_irqsave(&x->lock, flags);
	if (x->isr && !x->masked && !vfiov_overlay_intx_disabled(vf))
		trigger = x->trigger;
	if (trigger)
		x->masked = true;
	spin_unlock_irqrestore(&x->lock, flags);
	if (trigger)
		eventfd_signal(trigger);
	rcu_read_unlock();
}

static void raise(struct vfiov_vf *vf, u8 isr)
{
	unsigned long flags;

	spin_lock_irqsave(&vf->intx.lock, flags);
	vf->intx.isr |= isr;
	spin_unlock_irqrestore(&vf->intx.lock, flags);
	vfiov_intx_deliver(vf);
}

static irqreturn_t on_config(int irq, void *data)
{
	raise(data, VIRTIO_PCI_ISR_CONFIG);
	return IRQ_HANDLED;
}

static irqreturn_t on_queue(int irq, void *data)
{
	raise(data, ISR_QUEUE);
	return IRQ_HANDLED;
}

static irqreturn_t on_either(int irq, void *data)
{
	raise(data, ISR_QUEUE | VIRTIO_PCI_ISR_CONFIG);
	return IRQ_HANDLED;
}

void vfiov_intx_clear(struct vfiov_vf *vf)
{
	unsigned long flags;

	spin_lock_irqsave(&vf->intx.lock, flags);
	vf->intx.isr = 0;
	spin_unlock_irqrestore(&vf->intx.lock, flags);
}

bool vfiov_intx_take_isr(struct vfiov_vf *vf, u8 *isr)
{
	if (!vf->intx.vectors)
		return false;
	spin_lock_irq(&vf->intx.lock);
	*isr = vf->intx.isr;
	vf->intx.isr = 0;
	spin_unlock_irq(&vf->intx.lock);
	return true;
}

bool vfiov_intx_pending(struct vfiov_vf *vf)
{
	bool pending;

	spin_lock_irq(&vf->intx.lock);
	pending = vf->intx.isr;
	spin_unlock_irq(&vf->intx.lock);
	return pending;
}

bool vfiov_intx_possible(struct vfiov_vf *vf)
{
	return vf->core.pdev->msix_cap && !vf->core.pdev->msi_cap;
}

void vfiov_intx_stop(struct vfiov_vf *vf)
{
	struct pci_dev *pdev = vf->core.pdev;

	/* put_msix_off() reads it without a lock. */
	while (vf->intx.vectors) {
		WRITE_ONCE(vf->intx.vectors, vf->intx.vectors - 1);
		free_irq(pci_irq_vector(pdev, vf->intx.vectors), vf);
	}
	pci_free_irq_vectors(pdev);
	vfiov_intx_clear(vf);
}

static int start(struct vfiov_vf *vf)
{
	irq_handler_t handlers[VECTORS] = { on_config, on_queue };
	struct pci_dev *pdev = vf->core.pdev;
	int n, ret = 0;

	n = pci_alloc_irq_vectors(pdev, 1, VECTORS, PCI_IRQ_MSIX);
	if (n < 0)
		return n;
	if (n == 1)
		handlers[0] = on_either;
	while (vf->intx.vectors < n && !ret) {
		unsigned int i = vf->intx.vectors;

		ret = request_irq(pci_irq_vector(pdev, i), handlers[i], 0, "vfiov-intx", vf);
		if (!ret)
			WRITE_ONCE(vf->intx.vectors, i + 1);
	}
	if (ret)
		vfiov_intx_stop(vf);
	return ret;
}

/* A device that is out of vectors says so when it is read back (4.1.5.1.2.1). */
static int tell_vector(struct vfiov_vf *vf, unsigned int reg, u16 vector)
{
	__le16 data = cpu_to_le16(vector);
	int ret;

	ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_WRITE, reg, sizeof(data), (u8 *)&data);
	if (!ret)
		ret = vfiov_admin_rw(vf, VFIOV_ADMIN_COMMON_READ, reg, sizeof(data), (u8 *)&data);
	if (!ret && data != cpu_to_le16(vector))
		ret = -EBUSY;
	return ret;
}

void vfiov_intx_queue(struct vfiov_vf *vf)
{
	struct vfiov_intx *x = &vf->intx;
	int ret = 0;

	/* With a trigger the guest has no MSI-X, see intx_claim(). */
	if (!x->trigger)
		return;
	/* A reset takes memory_lock for writing. */
	down_read(&vf->core.memory_lock);
	if (!x->vectors)
		ret = start(vf);
	up_read(&vf->core.memory_lock);
	if (!ret && !vf->bar0.regs.config_vector_told)
		ret = tell_vector(vf, VIRTIO_MSI_CONFIG_VECTOR, VECTOR_CONFIG);
	vf->bar0.regs.config_vector_told = !ret;
	if (!ret)
		ret = tell_vector(vf, VIRTIO_MSI_QUEUE_VECTOR, x->vectors - 1);
	if (ret)
		dev_warn_ratelimited(&vf->core.pdev->dev,
				     "no interrupts for a guest without MSI-X (%d)\n", ret);
}
