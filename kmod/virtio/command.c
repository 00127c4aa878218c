// SPDX-License-Identifier: GPL-2.0-only
/*
 * Executes admin commands in a worker, so that the caller may give up.
 *
 * virtio_pci offers synchronous calls that wait without bound and cannot be killed, so they run
 * in a worker that owns all memory of the command. The caller waits killably and for a bounded
 * time. If it gives up, the worker finishes alone or, if the device never answers, stays until
 * virtio_pci resets the device. Until then it holds references to the module and to the VF's
 * pci_dev.
 *
 * Each command costs two context switches. To make them cheap, the worker runs on the caller's CPU,
 * which the caller is about to release. In a few benchmark runs with a device that answers at once,
 * unbound workers, high-priority workers and dedicated threads took more instructions per command.
 * With 1 ms per command there was no difference.
 *
 * If the caller gives up before a worker has begun the command, the device never gets it. The time
 * that a worker waits for a CPU does not count against the device.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/virtio_pci_admin.h>

#include "command.h"
#include "compat.h"
#include "parts_exec.h"
#include "pf.h"
#include "queue.h"
#include "state.h"
#include "vf.h"

/* How long a caller waits for its turn and for a CPU, in addition to the device's time. */
#define TURN_TIMEOUT	(5 * HZ)
#define POLL_TIMEOUT	(HZ / 5)
/* How often to check a worker that is runnable but has not run yet. */
#define PROCESSOR_TIMEOUT	(HZ / 10)

static void command_free(struct kref *ref)
{
	struct vfiov_command *cmd = container_of(ref, struct vfiov_command, ref);

	vfiov_pf_put(cmd->pf);
	pci_dev_put(cmd->pdev);
	kfree(cmd->buf);
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
	case VFIOV_ADMIN_MODE_SET:
	case VFIOV_ADMIN_OBJECT_CREATE:
	case VFIOV_ADMIN_OBJECT_DESTROY:
	case VFIOV_ADMIN_PARTS_SIZE:
	case VFIOV_ADMIN_PARTS_GET:
	case VFIOV_ADMIN_PARTS_SET:
		return vfiov_parts_exec(cmd);
	}
	return -EINVAL;
}

/*
 * Only errors that the specification lists may reach the guest's VMM. A reserved status counts as
 * EINVAL (virtio 1.3 section 2.12.1). Errors of virtio_pci itself cannot be distinguished from a
 * status of the same number.
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
	bool orphan;

	/* The worker may have waited for a CPU, and the queue may have gone in the meantime. */
	spin_lock(&pf->lock);
	cmd->ret = cmd->left && !cmd->detached ? -EINTR : vfiov_queue_check(pf);
	if (!cmd->ret) {
		cmd->task = current;
		cmd->issued = jiffies;
		cmd->state = VFIOV_COMMAND_ISSUED;
		cmd->given = true;
	}
	spin_unlock(&pf->lock);
	if (!cmd->ret)
		cmd->ret = known_errno(cmd->op, command_exec(cmd));
	complete(&cmd->done);

	/* The command is done, so the caller cannot give up any more. */
	spin_lock(&pf->lock);
	orphan = cmd->left && cmd->given && !vfiov_queue_check(pf);
	spin_unlock(&pf->lock);
	if (orphan)
		vfiov_parts_orphan(cmd);

	spin_lock(&pf->lock);
	vfiov_flight_end(cmd);
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

enum leave {
	LEAVE_ANSWERED,	/* the answer came after all */
	LEAVE_RUNNING,	/* the worker will finish alone */
	LEAVE_UNBEGUN,	/* there is no worker, so drop the worker's references here */
};

/* Stop waiting for a command. */
static enum leave command_leave(struct vfiov_command *cmd)
{
	struct vfiov_pf *pf = cmd->pf;
	enum leave how = LEAVE_RUNNING;

	spin_lock(&pf->lock);
	if (completion_done(&cmd->done)) {
		how = LEAVE_ANSWERED;
	} else if (cmd->state == VFIOV_COMMAND_WAITS) {
		list_del_init(&cmd->node);
		how = LEAVE_UNBEGUN;
	} else {
		cmd->left = true;
	}
	spin_unlock(&pf->lock);
	return how;
}

/*
 * How long to wait before the next check.
 * @end: jiffies at which the caller always gives up
 * Return: jiffies, or 0 if the command's time is up.
 */
static long time_left(struct vfiov_command *cmd, unsigned long end)
{
	long left = VFIOV_ANSWER_TIMEOUT;

	spin_lock(&cmd->pf->lock);
	if (cmd->state == VFIOV_COMMAND_ISSUED)
		left = cmd->issued + VFIOV_ANSWER_TIMEOUT - jiffies;
	if (left <= 0)
		left = vfiov_flight_overdue(cmd) ? 0 : PROCESSOR_TIMEOUT;
	spin_unlock(&cmd->pf->lock);
	return clamp((long)(end - jiffies), 0, left);
}

/* Return: same as wait_for_completion_killable_timeout(). */
static long command_wait(struct vfiov_command *cmd)
{
	unsigned long end = jiffies + TURN_TIMEOUT + VFIOV_ANSWER_TIMEOUT;
	long left, time = VFIOV_ANSWER_TIMEOUT;
	bool polled = false;

	for (;;) {
		left = wait_for_completion_killable_timeout(&cmd->done, time);
		if (left)
			return left;
		time = time_left(cmd, end);
		if (!time && !polled) {
			vfiov_queue_poll(cmd->pf);
			polled = true;
			time = POLL_TIMEOUT;
		}
		if (!time)
			return 0;
	}
}

int vfiov_command_run(struct vfiov_vf *vf, struct vfiov_command *cmd)
{
	long left;
	int ret;

	spin_lock(&cmd->pf->lock);
	ret = vfiov_flight_add(cmd);
	spin_unlock(&cmd->pf->lock);
	if (ret)
		return ret;
	atomic64_inc(&vf->stats.commands);

	left = command_wait(cmd);
	if (left > 0)
		return cmd->ret;
	switch (command_leave(cmd)) {
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

int vfiov_command_send(struct vfiov_vf *vf, struct vfiov_command *cmd)
{
	int ret;

	spin_lock(&cmd->pf->lock);
	cmd->detached = true;
	cmd->left = true;
	ret = vfiov_flight_add(cmd);
	spin_unlock(&cmd->pf->lock);
	if (!ret)
		atomic64_inc(&vf->stats.commands);
	return ret;
}

void vfiov_command_flush(struct vfiov_pf *pf, int ret)
{
	struct vfiov_command *cmd, *next;

	lockdep_assert_held(&pf->lock);
	list_for_each_entry_safe(cmd, next, &pf->pending, node) {
		/* Its last reference must not be dropped here. The worker finds no queue. */
		if (cmd->detached) {
			vfiov_flight_start(cmd);
			continue;
		}
		list_del_init(&cmd->node);
		cmd->ret = ret;
		/*
		 * There is no worker to drop its references. The caller holds its own reference,
		 * and cannot drop it before it gets pf->lock or sees @done.
		 */
		module_put(THIS_MODULE);
		vfiov_command_put(cmd);
		complete(&cmd->done);
	}
}

int vfiov_command_init(void)
{
	vfiov_virtio.admin_wq = alloc_workqueue("vfiov_admin", VFIOV_COMPAT_WQ_PERCPU,
						WQ_MAX_ACTIVE);
	return vfiov_virtio.admin_wq ? 0 : -ENOMEM;
}

void vfiov_command_exit(void)
{
	destroy_workqueue(vfiov_virtio.admin_wq);
}
