// SPDX-License-Identifier: GPL-2.0-only
/*
 * Schedules the commands of a PF: which ones run, which wait, and when a new one is refused.
 *
 * At most pf->limit commands are in flight, so virtio_pci's queue is never full. The others wait in
 * order. A VF has one command at a time (its callers hold bar0.lock or are opening the VF), so this
 * order gives each VF its turn. If all pf->limit commands are overdue, new ones fail immediately.
 *
 * An abandoned command stays in flight until the device answers. Until then, its VF gets no other
 * command and can be opened only as native. So the commands of one guest end before the next guest
 * uses the legacy interface, and a VF whose commands get no answers occupies one place in the
 * queue, not all.
 */

#include <linux/module.h>
#include <linux/pci.h>

#include "flight.h"
#include "pf.h"
#include "state.h"
#include "vf.h"

void vfiov_flight_start(struct vfiov_command *cmd)
{
	struct vfiov_pf *pf = cmd->pf;

	lockdep_assert_held(&pf->lock);
	list_move_tail(&cmd->node, &pf->running);
	pf->nr_running++;
	cmd->state = VFIOV_COMMAND_QUEUED;
	queue_work(vfiov_virtio.admin_wq, &cmd->work);
}

static void start_pending(struct vfiov_pf *pf)
{
	struct vfiov_command *cmd;

	while (pf->nr_running < pf->limit) {
		cmd = list_first_entry_or_null(&pf->pending, struct vfiov_command, node);
		if (!cmd)
			return;
		vfiov_flight_start(cmd);
	}
}

/*
 * A runnable worker has its answer, or has not issued its command yet: it waits for a CPU, not for
 * the device. The task still exists because the worker has yet to take pf->lock.
 */
bool vfiov_flight_overdue(struct vfiov_command *cmd)
{
	lockdep_assert_held(&cmd->pf->lock);
	return cmd->state == VFIOV_COMMAND_ISSUED && !task_is_running(cmd->task) &&
	       time_after_eq(jiffies, cmd->issued + VFIOV_ANSWER_TIMEOUT);
}

/* Return: true if pf->limit commands are in flight and all are overdue. */
static bool silent(struct vfiov_pf *pf)
{
	struct vfiov_command *cmd;

	if (pf->nr_running < pf->limit)
		return false;
	list_for_each_entry(cmd, &pf->running, node)
		if (!vfiov_flight_overdue(cmd))
			return false;
	return true;
}

/*
 * @detached: also look for commands that nobody waits for. They destroy an object of the PF and do
 * not affect the VF.
 * Return: true while the device has an abandoned command for @pdev or for a removed VF with the
 * same number. The device would apply the latter to the new VF.
 */
static bool left_running(struct vfiov_pf *pf, struct pci_dev *pdev, bool detached)
{
	struct vfiov_command *cmd;

	list_for_each_entry(cmd, &pf->running, node) {
		/* A worker drops an abandoned command that it has not issued. */
		bool runs = cmd->detached ? detached :
					    cmd->left && cmd->state == VFIOV_COMMAND_ISSUED;

		if (runs && pci_dev_id(cmd->pdev) == pci_dev_id(pdev))
			return true;
	}
	return false;
}

/* Return: true if a command for @pdev that nobody waits for has not begun. */
static bool detached_waits(struct vfiov_pf *pf, struct pci_dev *pdev)
{
	struct vfiov_command *cmd;

	list_for_each_entry(cmd, &pf->pending, node)
		if (cmd->detached && pci_dev_id(cmd->pdev) == pci_dev_id(pdev))
			return true;
	return false;
}

int vfiov_flight_add(struct vfiov_command *cmd)
{
	struct vfiov_pf *pf = cmd->pf;

	lockdep_assert_held(&pf->lock);
	if (!pf->limit)
		return -ENODEV;
	if (silent(pf))
		return -EIO;
	if (!cmd->detached && left_running(pf, cmd->pdev, false))
		return -EBUSY;
	kref_get(&cmd->ref);
	__module_get(THIS_MODULE);
	list_add_tail(&cmd->node, &pf->pending);
	start_pending(pf);
	return 0;
}

void vfiov_flight_end(struct vfiov_command *cmd)
{
	struct vfiov_pf *pf = cmd->pf;

	lockdep_assert_held(&pf->lock);
	list_del_init(&cmd->node);
	cmd->state = VFIOV_COMMAND_WAITS;
	pf->nr_running--;
	start_pending(pf);
}

static bool settled(struct vfiov_vf *vf)
{
	bool left;

	spin_lock(&vf->pf->lock);
	left = left_running(vf->pf, vf->core.pdev, true) ||
	       detached_waits(vf->pf, vf->core.pdev);
	spin_unlock(&vf->pf->lock);
	return !left;
}

int vfiov_flight_settle(struct vfiov_vf *vf)
{
	long left;

	if (!vf->pf)
		return 0;
	left = wait_event_killable_timeout(vf->pf->idle, settled(vf), VFIOV_ANSWER_TIMEOUT);
	if (left < 0)
		return -EINTR;
	return left ? 0 : -EBUSY;
}
