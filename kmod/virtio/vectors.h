/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_VECTORS_H
#define VFIOV_VECTORS_H

#include <linux/types.h>

struct vfiov_vectors;
struct vfiov_vf;

/* All functions are called with bar0.lock held. */

/* The device was reset. */
void vfiov_vectors_forget(struct vfiov_vectors *v);

/* The device was restored: what the guest wrote must be read from it. */
void vfiov_vectors_restored(struct vfiov_vectors *v);

/*
 * Read from a restored device which queues have an address, before anything depends on it. While
 * MSI-X is enabled, vfiov_vectors_learn_own() must be called next; it reads the guest's vectors.
 * Return: 0 or an error of vfiov_admin_rw().
 */
int vfiov_vectors_learn_used(struct vfiov_vf *vf);
int vfiov_vectors_learn_own(struct vfiov_vf *vf);

/* Record what the guest wrote and the device accepted. */
void vfiov_vectors_guest_config(struct vfiov_vectors *v, u16 vector);
void vfiov_vectors_guest_queue(struct vfiov_vectors *v, u16 queue, u16 vector);
void vfiov_vectors_guest_address(struct vfiov_vectors *v, u16 queue, bool used);

/*
 * Have the device use @vector for configuration changes, if it does not already do so, and
 * @queue_vector for @queue, or for all queues that have an address.
 * Return: 0; -E2BIG if the queue's number is too large; -EBUSY if the device has no resources for a
 * vector; or an error of vfiov_admin_rw().
 */
int vfiov_vectors_take(struct vfiov_vf *vf, u16 vector, u16 queue, u16 queue_vector);
int vfiov_vectors_take_all(struct vfiov_vf *vf, u16 vector, u16 queue_vector);

/* Write the guest's vectors to the device again, while MSI-X is still enabled. */
void vfiov_vectors_give_back(struct vfiov_vf *vf);

#endif
