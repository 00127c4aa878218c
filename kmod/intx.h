/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_INTX_H
#define VFIOV_INTX_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct eventfd_ctx;
struct vfiov_vf;
struct virqfd;

/**
 * struct vfiov_intx - the interrupt pin of an open VF that is not native
 * @lock: protects @isr and @masked, and @trigger together with bar0.lock; taken in interrupts
 * @trigger: what user space wants to be told, or NULL; stays valid for an RCU read section
 * @unmask: by which user space says that the guest is done, or NULL; under bar0.lock
 * @isr: ISR as the guest will read it; the pin is asserted while it is not 0
 * @masked: @trigger was told, and the guest is not yet done
 * @vectors: MSI-X vectors that are in use here; under bar0.lock
 */
struct vfiov_intx {
	spinlock_t lock; /* trigger, isr, masked */
	struct eventfd_ctx *trigger;
	struct virqfd *unmask;
	u8 isr;
	bool masked;
	unsigned int vectors;
};

void vfiov_intx_init(struct vfiov_vf *vf);
void vfiov_intx_close(struct vfiov_vf *vf);

/*
 * Return: whether the VF can have a pin: what is behind it is MSI-X. Not beside MSI, which virtio
 * does not use: intx_user.c says why.
 */
bool vfiov_intx_possible(struct vfiov_vf *vf);

/*
 * VFIO_DEVICE_GET_IRQ_INFO and VFIO_DEVICE_SET_IRQS, of which the latter takes bar0.lock;
 * what is not about the pin goes to the core.
 */
long vfiov_intx_get_info(struct vfiov_vf *vf, unsigned long arg);
long vfiov_intx_set_irqs(struct vfiov_vf *vf, unsigned long arg);

/*
 * The guest has given the selected queue an address: have the device interrupt for it, when it is
 * the pin by which user space wants to be told. With bar0.lock held.
 */
void vfiov_intx_queue(struct vfiov_vf *vf);

/* With bar0.lock held. Return: false when the device itself has ISR; or @isr, which is 0 then. */
bool vfiov_intx_take_isr(struct vfiov_vf *vf, u8 *isr);

/* Return: whether the guest has interrupts that it has not seen in ISR. */
bool vfiov_intx_pending(struct vfiov_vf *vf);

/* The device was reset: nothing is pending. In any context. */
void vfiov_intx_clear(struct vfiov_vf *vf);

/* With bar0.lock, and memory_lock for reading, held: give the vectors back. */
void vfiov_intx_stop(struct vfiov_vf *vf);

/* Tell user space if the pin is asserted, and nothing stands against it. In any context. */
void vfiov_intx_deliver(struct vfiov_vf *vf);

#endif
