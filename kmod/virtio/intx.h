/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_INTX_H
#define VFIOV_INTX_H

#include <linux/types.h>

struct vfiov_vf;

void vfiov_intx_init(struct vfiov_vf *vf);
void vfiov_intx_close(struct vfiov_vf *vf);

/*
 * Return: true if the open VF has a pin: it has MSI-X to serve the pin, and the guest sees only the
 * legacy interface. A VF with MSI, which virtio does not use, has no pin. See intx.c and
 * intx_user.c for the reasons.
 */
bool vfiov_intx_possible(struct vfiov_vf *vf);

/*
 * Handle VFIO_DEVICE_GET_IRQ_INFO and VFIO_DEVICE_SET_IRQS; the latter takes bar0.lock. Calls for
 * other interrupts go to the core.
 */
long vfiov_intx_get_info(struct vfiov_vf *vf, unsigned long arg);
long vfiov_intx_set_irqs(struct vfiov_vf *vf, unsigned long arg);

/*
 * The guest has set the address of a queue: have the device interrupt for it if user space uses the
 * pin. Called with bar0.lock held.
 */
void vfiov_intx_queue(struct vfiov_vf *vf, u16 queue);

/*
 * User space has begun to use the pin: have the device interrupt for the queues that have an
 * address. Called with bar0.lock held. Return: 0, or -errno if that is not possible.
 */
int vfiov_intx_connect(struct vfiov_vf *vf);

/*
 * Read and clear the pending ISR bits. Called with bar0.lock held.
 * Return: true if @isr is complete; false if the caller must also read the device's ISR.
 */
bool vfiov_intx_take_isr(struct vfiov_vf *vf, u8 *isr);

/* Return: the bits of ISR that the guest has not read. */
u8 vfiov_intx_pending(struct vfiov_vf *vf);

/* Set these bits, without an interrupt. */
void vfiov_intx_set_isr(struct vfiov_vf *vf, u8 isr);

/* Clear the pending interrupts. May be called in any context. */
void vfiov_intx_clear(struct vfiov_vf *vf);

/* The device was reset. May be called in any context. */
void vfiov_intx_reset(struct vfiov_vf *vf);

/* Drop the state that resets have invalidated. Called with bar0.lock held. */
void vfiov_intx_catch_up(struct vfiov_vf *vf);

/* Free the vectors, which wakes the function. Pending bits stay. Called with bar0.lock held. */
void vfiov_intx_stop(struct vfiov_vf *vf);

/*
 * Signal user space if the pin is asserted and neither masked nor disabled. May be called in any
 * context.
 */
void vfiov_intx_deliver(struct vfiov_vf *vf);

#endif
