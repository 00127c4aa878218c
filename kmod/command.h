/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_COMMAND_H
#define VFIOV_COMMAND_H

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "admin.h"

/**
 * struct vfiov_command - one command, from the caller to the worker
 * @ref: the caller's and the worker's
 * @work: of the worker
 * @node: in pf->pending while it waits, in pf->left when its caller has gone; under
 *	pf->lock
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

/* Return: a command of @vf with one reference, to be filled in, or NULL. */
struct vfiov_command *vfiov_command_new(struct vfiov_vf *vf, enum vfiov_admin_op op);
void vfiov_command_put(struct vfiov_command *cmd);

/*
 * Issue a command, once, and wait for it. The caller's reference stays the caller's.
 * Return: 0 or -errno as vfiov_admin_rw().
 */
int vfiov_command_run(struct vfiov_vf *vf, struct vfiov_command *cmd);

#endif
