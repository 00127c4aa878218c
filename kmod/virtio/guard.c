// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ensures that no admin commands run on a PF while its virtio device has no driver.
 *
 * VFs stay bound when the administrator unbinds virtio_net from the PF's virtio device, but
 * virtio_pci then frees the admin queue that they use. A notifier on the virtio bus runs before and
 * after the unbind. Before the queue is freed, it fails pending commands and waits for running
 * ones.
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
 * How long running commands may delay an unbind of the PF's virtio driver. virtio_pci completes the
 * rest when it resets the device.
 */
#define DRAIN_TIMEOUT	(2 * HZ)

/*
 * A virtio driver that holds the device lock for longer than this counts as absent until it
 * unlocks.
 */
#define LOOK_PAUSE	(HZ / 20)
#define LOOK_TIMEOUT	HZ

static void reset_one(struct vfiov_vf *vf, void *pf)
{
	if (vf->pf == pf)
		vfiov_regs_reset(vf);
}

static void pf_changed(struct vfiov_pf *pf, bool back)
{
	/* The PF may come back with different firmware. */
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
		pci_notice(pf->physfn,
			   "admin commands still running while the virtio driver is unbound\n");
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

/* For device_for_each_child(): get a reference to the first virtio device, and end the search. */
static int take_virtio(struct device *dev, void *data)
{
	struct device **virtio = data;

	if (!dev->bus || strcmp(dev->bus->name, "virtio"))
		return 0;
	*virtio = get_device(dev);
	return 1;
}

/*
 * Check under the device lock, so that either this or the notifier sees a driver that is being
 * bound or unbound. Do not wait for the lock: a driver may hold it forever, in probe or remove.
 * Return: false if the caller must try again.
 */
static bool look(struct vfiov_pf *pf, bool late)
{
	if (!device_trylock(pf->virtio))
		return false;
	if (pf->virtio->driver && !READ_ONCE(pf->ready)) {
		virtio_ready(pf);
		/* VFs that are already bound were set up for a PF without a driver. */
		if (late)
			pf_changed(pf, true);
	}
	device_unlock(pf->virtio);
	return true;
}

static void look_again(struct work_struct *work)
{
	struct vfiov_pf *pf = container_of(work, struct vfiov_pf, look.work);

	/* The notifier may have seen the driver first. */
	if (!READ_ONCE(pf->ready) && !look(pf, completion_done(&pf->looked)))
		schedule_delayed_work(&pf->look, LOOK_PAUSE);
	else
		complete_all(&pf->looked);
}

/* No lock is needed: nothing here depends on other PFs. */
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
	/* Wait once for each PF: the binds of its other VFs do not wait again. */
	if (!wait_for_completion_timeout(&pf->looked, LOOK_TIMEOUT)) {
		pci_notice(physfn, "the virtio driver is busy, VFs are native for now\n");
		complete_all(&pf->looked);
	}
	return pf;
}
