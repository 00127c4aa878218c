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
 * struct vfiov_pf - a PF whose admin queue serves some of our VFs
 * @node: in vfiov_virtio.pfs
 * @ref: one for each of its VFs and for each command that runs
 * @physfn: the PF, with a reference
 * @virtio: its virtio device, with a reference, or NULL
 * @nb: on the virtio bus: tells when @virtio loses or gets a driver
 * @look: looks whether @virtio has a driver, again until its lock is free
 * @looked: it did, or it can not yet and nobody is to wait for it
 * @lock: protects what follows
 * @ready: @virtio has a driver, so that there may be an admin queue
 * @limit: commands that its admin queue has room for, 0 without one
 * @running: commands that were given to a worker
 * @nr_running: entries of @running
 * @pending: commands that wait for one of the running to end, oldest first
 * @idle: woken when a command has ended
 *
 * virtio_pci frees the admin queue when the driver of @virtio is unbound and
 * does not look again: only @ready stands between a VF and freed memory.
 */
struct vfiov_pf {
	struct list_head node;
	struct kref ref;
	struct pci_dev *physfn;
	struct device *virtio;
	struct notifier_block nb;
	struct delayed_work look;
	struct completion looked;
	spinlock_t lock; /* all that follows */
	bool ready;
	unsigned int limit;
	struct list_head running;
	unsigned int nr_running;
	struct list_head pending;
	wait_queue_head_t idle;
};

/*
 * Get the one object of a PF. A new one is not watched yet: whoever gets it has it watched before
 * it is put (guard.c).
 * Return: the object with a reference, or NULL without memory; @made is set when it is new.
 */
struct vfiov_pf *vfiov_pf_get(struct pci_dev *physfn, bool *made);
void vfiov_pf_put(struct vfiov_pf *pf);

#endif
