// SPDX-License-Identifier: GPL-2.0-only
/*
 * An admin command on its way: from a caller that may leave to a worker that may not.
 *
 * virtio_pci offers synchronous calls that wait without limit and can not be
 * killed, so they run in a worker that owns all memory of the command. The caller
 * waits killably and for a bounded time, and may leave: the worker then finishes
 * alone, or, when the device never answers, stays until virtio_pci resets it. It
 * holds the module and the VF's pci_dev meanwhile.
 *
 * That costs two switches for each command, so they are made as cheap as they can
 * be: the worker has the processor that the caller is about to give up.
 *
 * A VF has one command at a time: its callers hold bar0.lock, or open it, and as
 * long as a command that was left runs, the VF gets no other and can not be opened.
 * So what one guest began is over before the next one has the VF, and a VF whose
 * commands get no answers takes one place of the queue, not all.
 *
 * In flight on one PF are pf->limit at most, the others wait in order. When the
 * device has left all of those unanswered, new ones fail at once until it answers.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/virtio_pci_admin.h>

#include "command.h"
#include "compat.h"
#include "pf.h"
#include "state.h"
#include "vf.h"

#define ANSWER_TIMEOUT	(2 * HZ)
#define QUEUE_ROUNDS	3
#define POLL_TIMEOUT	(HZ / 5)

static void command_free(struct kref *ref)
{
	struct vfiov_command *cmd = container_of(ref, struct vfiov_command, ref);

	vfiov_pf_put(cmd->pf);
	pci_dev_put(cmd->pdev);
	kfree(cmd);
}

void vfiov_command_put(struct vfiov_command *cmd)
{
	kref_put(&cmd->ref, command_free);
}

static int command_exec(struct vfiov_command *cmd)
{
	switch (cmd->op) {
	case VFIOV_ADMIN_COMMON_WRITE:
		return virtio_pci_admin_legacy_common_io_write(cmd->pdev, cmd->off, cmd->len,
							       cmd->data);
	case VFIOV_ADMIN_COMMON_READ:
		return virtio_pci_admin_legacy_common_io_read(cmd->pdev, cmd->off, cmd->len,
							      cmd->data);
	case VFIOV_ADMIN_DEVICE_WRITE:
		return virtio_pci_admin_legacy_device_io_write(cmd->pdev, cmd->off, cmd->len,
							       cmd->data);
	case VFIOV_ADMIN_DEVICE_READ:
		return virtio_pci_admin_legacy_device_io_read(cmd->pdev, cmd->off, cmd->len,
							      cmd->data);
	case VFIOV_ADMIN_NOTIFY_INFO:
		return virtio_pci_admin_legacy_io_notify_info(cmd->pdev, cmd->off, &cmd->bar,
							      &cmd->bar_offset);
	}
	return -EINVAL;
}

/* Called with pf->lock held. */
static void start_pending(struct vfiov_pf *pf)
{
	struct vfiov_command *cmd;

	while (pf->running < pf->limit) {
		cmd = list_first_entry_or_null(&pf->pending, struct vfiov_command, node);
		if (!cmd)
			return;
		list_del_init(&cmd->node);
		pf->running++;
		queue_work(vfiov.admin_wq, &cmd->work);
	}
}

/*
 * Only what the specification lists may reach the guest's VMM as an errno. A
 * reserved status counts as EINVAL (virtio 1.3 section 2.12.1); what virtio_pci
 * itself says can not be told from a status of the same number.
 */
static int known_errno(enum vfiov_admin_op op, int ret)
{
	switch (ret) {
	case 0:
	case -ENXIO:
	case -EAGAIN:
	case -ENOMEM:
	case -EBUSY:
	case -ENOSPC:
	case -EIO:
		return ret;
	case -ENODEV:
	case -EOPNOTSUPP:
		return -EIO;
	case -ENOENT:
		return op == VFIOV_ADMIN_NOTIFY_INFO ? ret : -EINVAL;
	}
	return -EINVAL;
}

static void worker(struct work_struct *work)
{
	struct vfiov_command *cmd = container_of(work, struct vfiov_command, work);
	struct vfiov_pf *pf = cmd->pf;

	/* It may have taken long to get here, and the queue is freed meanwhile. */
	spin_lock(&pf->lock);
	cmd->ret = vfiov_pf_check(pf);
	spin_unlock(&pf->lock);
	if (!cmd->ret)
		cmd->ret = known_errno(cmd->op, command_exec(cmd));
	complete(&cmd->done);

	spin_lock(&pf->lock);
	list_del_init(&cmd->node);
	pf->running--;
	pf->silent = false;
	start_pending(pf);
	spin_unlock(&pf->lock);
	if (wq_has_sleeper(&pf->idle))
		wake_up_all(&pf->idle);

	vfiov_command_put(cmd);
	module_put(THIS_MODULE);
}

struct vfiov_command *vfiov_command_new(struct vfiov_vf *vf, enum vfiov_admin_op op)
{
	struct vfiov_command *cmd = kzalloc(sizeof(*cmd), GFP_KERNEL);

	if (!cmd)
		return NULL;
	kref_init(&cmd->ref);
	init_completion(&cmd->done);
	INIT_LIST_HEAD(&cmd->node);
	INIT_WORK(&cmd->work, worker);
	kref_get(&vf->pf->ref);
	cmd->pf = vf->pf;
	cmd->pdev = pci_dev_get(vf->core.pdev);
	cmd->op = op;
	return cmd;
}

void vfiov_admin_flush(struct vfiov_pf *pf, int ret)
{
	struct vfiov_command *cmd, *next;

	list_for_each_entry_safe(cmd, next, &pf->pending, node) {
		list_del_init(&cmd->node);
		cmd->ret = ret;
		/*
		 * There is no worker to drop its references. The caller has its
		 * own, and can not drop it before it got pf->lock, or @done.
		 */
		module_put(THIS_MODULE);
		kref_put(&cmd->ref, command_free);
		complete(&cmd->done);
	}
}

/*
 * With pf->lock held. Return: true while a command runs that was left, for @pdev or
 * for a VF that was removed and had its number: it would be for the new one.
 */
static bool left_running(struct vfiov_pf *pf, struct pci_dev *pdev)
{
	struct vfiov_command *cmd;

	list_for_each_entry(cmd, &pf->left, node)
		if (pci_dev_id(cmd->pdev) == pci_dev_id(pdev))
			return true;
	return false;
}

/* With pf->lock held. Return: 0, or why no command can be issued. The worker looks again. */
static int check_pf(struct vfiov_pf *pf, struct pci_dev *pdev)
{
	if (!pf->limit)
		return -ENODEV;
	if (pf->silent && pf->running >= pf->limit)
		return -EIO;
	if (left_running(pf, pdev))
		return -EBUSY;
	return 0;
}

/* Return: -errno, or whether a worker has it already. */
static int command_start(struct vfiov_command *cmd)
{
	struct vfiov_pf *pf = cmd->pf;
	int ret;

	spin_lock(&pf->lock);
	ret = check_pf(pf, cmd->pdev);
	if (!ret) {
		kref_get(&cmd->ref);
		__module_get(THIS_MODULE);
		list_add_tail(&cmd->node, &pf->pending);
		start_pending(pf);
		ret = list_empty(&cmd->node);
	}
	spin_unlock(&pf->lock);
	return ret;
}

enum leave {
	LEAVE_ANSWERED,	/* the answer has come after all */
	LEAVE_RUNNING,	/* the worker will finish alone */
	LEAVE_UNBEGUN,	/* there is no worker, the references are the caller's */
};

/*
 * Stop waiting for a command.
 * @late: the device had its time
 */
static enum leave command_leave(struct vfiov_command *cmd, bool late)
{
	struct vfiov_pf *pf = cmd->pf;
	enum leave how = LEAVE_UNBEGUN;

	spin_lock(&pf->lock);
	if (completion_done(&cmd->done)) {
		how = LEAVE_ANSWERED;
	} else if (!list_empty(&cmd->node)) {
		list_del_init(&cmd->node);
	} else {
		how = LEAVE_RUNNING;
		list_add(&cmd->node, &pf->left);
		pf->silent |= late;
	}
	spin_unlock(&pf->lock);
	return how;
}

static bool command_begun(struct vfiov_command *cmd)
{
	bool begun;

	spin_lock(&cmd->pf->lock);
	begun = list_empty(&cmd->node);
	spin_unlock(&cmd->pf->lock);
	return begun;
}

int vfiov_command_run(struct vfiov_vf *vf, struct vfiov_command *cmd)
{
	int begun = command_start(cmd);
	long left = 0;

	if (begun < 0)
		return begun;
	atomic64_inc(&vf->stats.commands);

	/* The device's time begins when the command does, more or less. */
	for (int i = 0; i < QUEUE_ROUNDS; i++) {
		left = wait_for_completion_killable_timeout(&cmd->done, ANSWER_TIMEOUT);
		if (left || begun)
			break;
		begun = command_begun(cmd);
	}
	if (!left) {
		vfiov_pf_poll(cmd->pf);
		left = wait_for_completion_killable_timeout(&cmd->done, POLL_TIMEOUT);
	}
	if (left > 0)
		return cmd->ret;

	switch (command_leave(cmd, !left)) {
	case LEAVE_ANSWERED:
		return cmd->ret;
	case LEAVE_UNBEGUN:
		module_put(THIS_MODULE);
		vfiov_command_put(cmd);
		break;
	case LEAVE_RUNNING:
		break;
	}
	return left ? -EINTR : -ETIMEDOUT;
}

static bool settled(struct vfiov_vf *vf)
{
	bool left;

	spin_lock(&vf->pf->lock);
	left = left_running(vf->pf, vf->core.pdev);
	spin_unlock(&vf->pf->lock);
	return !left;
}

int vfiov_admin_settle(struct vfiov_vf *vf)
{
	long left;

	if (!vf->pf)
		return 0;
	left = wait_event_killable_timeout(vf->pf->idle, settled(vf), ANSWER_TIMEOUT);
	if (left < 0)
		return -EINTR;
	return left ? 0 : -EBUSY;
}

int vfiov_admin_init(void)
{
	vfiov.admin_wq = alloc_workqueue("vfiov_admin", VFIOV_COMPAT_WQ_PERCPU, WQ_MAX_ACTIVE);
	return vfiov.admin_wq ? 0 : -ENOMEM;
}

void vfiov_admin_exit(void)
{
	destroy_workqueue(vfiov.admin_wq);
}
