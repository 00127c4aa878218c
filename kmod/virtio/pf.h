/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_PF_H
#define VFIOV_PF_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct pci_dev;

/**
 * struct vfiov_pf - a PF whose admin queue serves VFs of this driver
 * @node: in vfiov_virtio.pfs
 * @ref: held by each of its VFs and by each command
 * @physfn: the PF, with a reference
 * @virtio: its virtio device, with a reference, or NULL
 * @nb: notifier on the virtio bus, called when @virtio gets or loses a driver
 * @look: checks if @virtio has a driver; repeated until the device lock is free
 * @looked: completed when @look is done, or when waiters must stop waiting
 * @lock: protects the members below
 * @ready: @virtio has a driver, so there may be an admin queue
 * @limit: number of commands that fit in the admin queue, 0 without a queue
 * @running: commands that have a worker
 * @nr_running: number of entries in @running
 * @pending: commands that wait for a running one to end, oldest first
 * @idle: woken when a command ends
 *
 * virtio_pci frees the admin queue when the driver of @virtio is unbound, and does not check for
 * that later: only @ready keeps VFs from freed memory.
 */
struct vfiov_pf {
	struct list_head node;
	struct kref ref;
	struct pci_dev *physfn;
	struct device *virtio;
	struct notifier_block nb;
	struct delayed_work look;
	struct completion looked;
	spinlock_t lock; /* protects the members below */
	bool ready;
	unsigned int limit;
	struct list_head running;
	unsigned int nr_running;
	struct list_head pending;
	wait_queue_head_t idle;
};

/*
 * Get the object of a PF. A new object is not watched yet: the caller must watch it before it is
 * put (guard.c).
 * Return: the object with a reference, or NULL if out of memory. Sets @made to true if it is new.
 */
struct vfiov_pf *vfiov_pf_get(struct pci_dev *physfn, bool *made);
void vfiov_pf_put(struct vfiov_pf *pf);

#endif
