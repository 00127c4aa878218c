// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guard of a PF: no admin command after its virtio device has lost its driver.
 *
 * VFs stay bound when somebody unbinds virtio_net from the PF's virtio device,
 * and virtio_pci then frees the admin queue that they use. The virtio bus tells
 * before and after; before it frees, what runs is waited for and what waits fails.
 */

#include <linux/device.h>
#include <linux/pci.h>
#include <linux/virtio.h>

#include "command.h"
#include "guard.h"
#include "pf.h"
#include "profiles.h"
#include "queue.h"
#include "regs.h"
#include "vf.h"
#include "vfs.h"

/*
 * How long an unbind of the PF's virtio driver is held up by commands that run.
 * What is left then is completed by virtio_pci when it resets the device.
 */
#define DRAIN_TIMEOUT	(2 * HZ)

/* A driver that has its device's lock for longer than this is taken for none, until it lets go. */
#define LOOK_PAUSE	(HZ / 20)
#define LOOK_TIMEOUT	HZ

static void reset_one(struct vfiov_vf *vf, void *pf)
{
	if (vf->pf == pf)
		vfiov_regs_reset(vf);
}

static void pf_changed(struct vfiov_pf *pf, bool back)
{
	/* It may come back with another firmware. */
	vfiov_vfs_each(reset_one, pf);
	vfiov_pf_changed(&vfiov_virtio_driver, pf->physfn, back);
}

static void virtio_ready(struct vfiov_pf *pf)
{
	unsigned int limit = vfiov_queue_limit(dev_to_virtio(pf->virtio));

	spin_lock(&pf->lock);
	pf->ready = true;
	pf->limit = limit;
	spin_unlock(&pf->lock);
}

static void virtio_gone(struct vfiov_pf *pf)
{
	spin_lock(&pf->lock);
	pf->ready = false;
	pf->limit = 0;
	vfiov_command_flush(pf, -ENODEV);
	spin_unlock(&pf->lock);

	if (!wait_event_timeout(pf->idle, !READ_ONCE(pf->nr_running), DRAIN_TIMEOUT))
		pci_notice(pf->physfn, "admin commands still run while the virtio driver goes\n");
	pf_changed(pf, false);
}

static int virtio_event(struct notifier_block *nb, unsigned long action, void *data)
{
	struct vfiov_pf *pf = container_of(nb, struct vfiov_pf, nb);

	if (data != pf->virtio)
		return NOTIFY_DONE;

	switch (action) {
	case BUS_NOTIFY_UNBIND_DRIVER:
		virtio_gone(pf);
		break;
	case BUS_NOTIFY_BOUND_DRIVER:
		virtio_ready(pf);
		pf_changed(pf, true);
		break;
	}
	return NOTIFY_DONE;
}

/* For device_for_each_child(): take a reference of the first that it is, and end the search. */
static int take_virtio(struct device *dev, void *data)
{
	struct device **virtio = data;

	if (!dev->bus || strcmp(dev->bus->name, "virtio"))
		return 0;
	*virtio = get_device(dev);
	return 1;
}

/*
 * Under the device's lock, so that a driver that comes or goes at this moment is seen
 * either here or by the notifier. The lock is not waited for: a driver may hold it for
 * ever, in probe or remove.
 * Return: false when it has to be tried again.
 */
static bool look(struct vfiov_pf *pf, bool late)
{
	if (!device_trylock(pf->virtio))
		return false;
	if (pf->virtio->driver && !READ_ONCE(pf->ready)) {
		virtio_ready(pf);
		/* Who is bound to the PF by now has been told that it has no driver. */
		if (late)
			pf_changed(pf, true);
	}
	device_unlock(pf->virtio);
	return true;
}

static void look_again(struct work_struct *work)
{
	struct vfiov_pf *pf = container_of(work, struct vfiov_pf, look.work);

	/* The notifier may have told it. */
	if (!READ_ONCE(pf->ready) && !look(pf, completion_done(&pf->looked)))
		schedule_delayed_work(&pf->look, LOOK_PAUSE);
	else
		complete_all(&pf->looked);
}

/* Without a lock: nothing here depends on another PF. */
static void pf_watch(struct vfiov_pf *pf)
{
	struct device *virtio = NULL;

	INIT_DELAYED_WORK(&pf->look, look_again);
	device_for_each_child(&pf->physfn->dev, &virtio, take_virtio);
	if (!virtio)
		goto out;
	pf->virtio = virtio;
	pf->nb.notifier_call = virtio_event;
	if (bus_register_notifier(virtio->bus, &pf->nb)) {
		pf->virtio = NULL;
		put_device(virtio);
		goto out;
	}
	if (!look(pf, false)) {
		schedule_delayed_work(&pf->look, LOOK_PAUSE);
		return;
	}
out:
	complete_all(&pf->looked);
}

struct vfiov_pf *vfiov_guard_get(struct pci_dev *physfn)
{
	struct vfiov_pf *pf;
	bool made;

	pf = vfiov_pf_get(physfn, &made);
	if (!pf)
		return ERR_PTR(-ENOMEM);
	if (made)
		pf_watch(pf);
	/* Once for a PF: who binds the others of its VFs does not wait again. */
	if (!wait_for_completion_timeout(&pf->looked, LOOK_TIMEOUT)) {
		pci_notice(physfn, "the virtio driver is busy, so that VFs are native for now\n");
		complete_all(&pf->looked);
	}
	return pf;
}
