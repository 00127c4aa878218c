/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_FLIGHT_H
#define VFIOV_FLIGHT_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "legacy.h"

struct pci_dev;
struct vfiov_pf;
struct vfiov_vf;

/* What the device has for a command, from when virtio_pci has it. */
#define VFIOV_ANSWER_TIMEOUT	(2 * HZ)

/**
 * enum vfiov_command_state - how far a command is
 * @VFIOV_COMMAND_WAITS: in pf->pending, or in no list
 * @VFIOV_COMMAND_QUEUED: in pf->running; its worker has had no processor yet
 * @VFIOV_COMMAND_ISSUED: in pf->running; virtio_pci has it, and the device's time runs
 */
enum vfiov_command_state {
	VFIOV_COMMAND_WAITS,
	VFIOV_COMMAND_QUEUED,
	VFIOV_COMMAND_ISSUED,
};

/**
 * struct vfiov_command - one command, from the caller to the worker
 * @ref: the caller's and the worker's
 * @work: of the worker
 * @node: in pf->pending or pf->running; under pf->lock
 * @state: under pf->lock
 * @left: the caller does not wait any more; under pf->lock
 * @issued: jiffies when it became ISSUED; under pf->lock
 * @task: the worker's, while the command is ISSUED; under pf->lock
 * @done: @ret is valid
 * @pf: with a reference
 * @pdev: the VF, with a reference
 * @op: which
 * @off: offset, or the kind of entry of VFIOV_ADMIN_NOTIFY_INFO
 * @len: bytes of @data
 * @bar: result of VFIOV_ADMIN_NOTIFY_INFO
 * @bar_offset: result of VFIOV_ADMIN_NOTIFY_INFO
 * @ret: result
 * @data: goes to DMA: on cache lines of its own, never on a stack
 */
struct vfiov_command {
	struct kref ref;
	struct work_struct work;
	struct list_head node;
	enum vfiov_command_state state;
	bool left;
	unsigned long issued;
	struct task_struct *task;
	struct completion done;
	struct vfiov_pf *pf;
	struct pci_dev *pdev;
	enum vfiov_admin_op op;
	u8 off;
	u8 len;
	u8 bar;
	u64 bar_offset;
	int ret;
	u8 data[VFIOV_ADMIN_DATA_MAX] __aligned(ARCH_KMALLOC_MINALIGN);
};

/*
 * Wait for commands of the VF that were left by their callers, before somebody else
 * uses its legacy interface. Sleeps, killably and for two seconds at most.
 * Return: 0, -EINTR, or -EBUSY when one still runs.
 */
int vfiov_flight_settle(struct vfiov_vf *vf);

/* All of these are called with pf->lock held. */

/*
 * Put a command in the line of its PF, or give it to a worker at once. Takes a reference of
 * the command and one of the module, which the worker gives back.
 * Return: 0; -ENODEV, -EIO when the device answers none, -EBUSY when the VF has one that was left.
 */
int vfiov_flight_add(struct vfiov_command *cmd);

/* A command in pf->running has ended. */
void vfiov_flight_end(struct vfiov_command *cmd);

/* Return: true when the device had its time for an issued command, and did not answer. */
bool vfiov_flight_overdue(struct vfiov_command *cmd);

#endif
