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

/* How long the device may take for a command, from when virtio_pci gets it. */
#define VFIOV_ANSWER_TIMEOUT	(2 * HZ)

/**
 * enum vfiov_command_state - progress of a command
 * @VFIOV_COMMAND_WAITS: in pf->pending, or in no list
 * @VFIOV_COMMAND_QUEUED: in pf->running; its worker has not run yet
 * @VFIOV_COMMAND_ISSUED: in pf->running; virtio_pci has it, and the device's timeout is running
 */
enum vfiov_command_state {
	VFIOV_COMMAND_WAITS,
	VFIOV_COMMAND_QUEUED,
	VFIOV_COMMAND_ISSUED,
};

/**
 * struct vfiov_command - an admin command, shared by its caller and its worker
 * @ref: held by the caller and by the worker
 * @work: work item of the worker
 * @node: in pf->pending or pf->running; under pf->lock
 * @state: under pf->lock
 * @left: the caller has abandoned the command; under pf->lock
 * @issued: jiffies when @state became ISSUED; under pf->lock
 * @given: the command was given to virtio_pci; set under pf->lock, and constant once @left is set
 *	or @done is complete
 * @task: task of the worker while the command is ISSUED; under pf->lock
 * @done: @ret is valid
 * @pf: with a reference
 * @pdev: the VF, with a reference
 * @op: the operation
 * @off: offset, or the flags of the entry (VFIOV_ADMIN_NOTIFY_INFO), the mode
 *	(VFIOV_ADMIN_MODE_SET), the kind of object (VFIOV_ADMIN_OBJECT_CREATE)
 * @len: bytes of @data
 * @bar: result of VFIOV_ADMIN_NOTIFY_INFO
 * @bar_offset: result of VFIOV_ADMIN_NOTIFY_INFO
 * @detached: nobody waits for the command, and it is issued nevertheless
 * @object: id of a resource object; result of VFIOV_ADMIN_OBJECT_CREATE
 * @buf: data or result of a command for device parts, or NULL; freed with the command
 * @buf_len: bytes of @buf; set to the result's length, or to the result of VFIOV_ADMIN_PARTS_SIZE
 * @ret: result
 * @data: used for DMA, so on its own cache lines and never on a stack
 */
struct vfiov_command {
	struct kref ref;
	struct work_struct work;
	struct list_head node;
	enum vfiov_command_state state;
	bool left;
	unsigned long issued;
	bool given;
	struct task_struct *task;
	struct completion done;
	struct vfiov_pf *pf;
	struct pci_dev *pdev;
	enum vfiov_admin_op op;
	u8 off;
	u8 len;
	u8 bar;
	u64 bar_offset;
	bool detached;
	u32 object;
	void *buf;
	u32 buf_len;
	int ret;
	u8 data[VFIOV_ADMIN_DATA_MAX] __aligned(ARCH_KMALLOC_MINALIGN);
};

/*
 * Wait for the VF's abandoned commands, before the next guest uses its legacy interface. Sleeps,
 * killably, for at most two seconds.
 * Return: 0, -EINTR, or -EBUSY if one still runs.
 */
int vfiov_flight_settle(struct vfiov_vf *vf);

/* The functions below are called with pf->lock held. */

/*
 * Queue a command on its PF, or hand it to a worker immediately. Takes a reference to the command
 * and one to the module, which the worker drops.
 * Return: 0; -ENODEV without a queue, -EIO if the device does not answer commands, -EBUSY if the VF
 * has an abandoned command.
 */
int vfiov_flight_add(struct vfiov_command *cmd);

/* Hand a command in pf->pending to its worker. */
void vfiov_flight_start(struct vfiov_command *cmd);

/* Remove a command that has ended from pf->running. */
void vfiov_flight_end(struct vfiov_command *cmd);

/* Return: true if the device did not answer an issued command in time. */
bool vfiov_flight_overdue(struct vfiov_command *cmd);

#endif
