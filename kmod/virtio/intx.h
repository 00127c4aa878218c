/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_INTX_H
#define VFIOV_INTX_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_intx_init(struct vfiov_vf *vf);
void vfiov_intx_close(struct vfiov_vf *vf);

/*
 * Return: whether the open VF has a pin: what is behind it is MSI-X, and the guest sees the legacy
 * interface alone. Not beside MSI, which virtio does not use. intx.c and intx_user.c say why.
 */
bool vfiov_intx_possible(struct vfiov_vf *vf);

/*
 * VFIO_DEVICE_GET_IRQ_INFO and VFIO_DEVICE_SET_IRQS, of which the latter takes bar0.lock;
 * what is not about the pin goes to the core.
 */
long vfiov_intx_get_info(struct vfiov_vf *vf, unsigned long arg);
long vfiov_intx_set_irqs(struct vfiov_vf *vf, unsigned long arg);

/*
 * The guest has given a queue an address: have the device interrupt for it, when user space has the
 * pin in use. With bar0.lock held.
 */
void vfiov_intx_queue(struct vfiov_vf *vf, u16 queue);

/*
 * User space has begun to use the pin: have the device interrupt for the queues that have an
 * address. With bar0.lock held. Return: 0, or -errno when that can not be.
 */
int vfiov_intx_connect(struct vfiov_vf *vf);

/*
 * With bar0.lock held: take what is pending, which is 0 then.
 * Return: true when that is all; false when the device itself has ISR as well.
 */
bool vfiov_intx_take_isr(struct vfiov_vf *vf, u8 *isr);

/* Return: whether the guest has interrupts that it has not seen in ISR. */
bool vfiov_intx_pending(struct vfiov_vf *vf);

/* Nothing is pending. In any context. */
void vfiov_intx_clear(struct vfiov_vf *vf);

/* The device was reset. In any context. */
void vfiov_intx_reset(struct vfiov_vf *vf);

/* With bar0.lock held: forget what resets have made untrue. */
void vfiov_intx_catch_up(struct vfiov_vf *vf);

/* With bar0.lock held: free the vectors, which wakes the function up. What is pending stays. */
void vfiov_intx_stop(struct vfiov_vf *vf);

/* Tell user space if the pin is asserted, and nothing stands against it. In any context. */
void vfiov_intx_deliver(struct vfiov_vf *vf);

#endif
