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
#include <linux/slab.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "admin.h"
#include "decide.h"
#include "pf.h"
#include "state.h"

/*
 * How long an unbind of the PF's virtio driver is held up by commands that run.
 * What is left then is completed by virtio_pci when it resets the device.
 */
#define DRAIN_TIMEOUT	(2 * HZ)

/* A driver that has its device's lock for longer than this is taken for none, until it lets go. */
#define LOOK_PAUSE	(HZ / 20)
#define LOOK_TIMEOUT	HZ

struct queue_state {
	unsigned int size;
	bool broken;
};

static bool is_admin_queue(const struct virtqueue *vq)
{
	return vq->name && str_has_prefix(vq->name, "avq.");
}

/*
 * The admin queue as it is now, of size 0 when there is none. It may be deleted and
 * made again while the device keeps its driver (suspend), so no pointer is kept.
 */
static struct queue_state admin_queue(struct virtio_device *vdev)
{
	struct queue_state state = {};
	struct virtqueue *vq;

	spin_lock(&vdev->vqs_list_lock);
	list_for_each_entry(vq, &vdev->vqs, list) {
		if (!is_admin_queue(vq))
			continue;
		state.size = virtqueue_get_vring_size(vq);
		state.broken = virtqueue_is_broken(vq);
	}
	spin_unlock(&vdev->vqs_list_lock);
	return state;
}

int vfiov_pf_check(struct vfiov_pf *pf)
{
	struct queue_state state;

	lockdep_assert_held(&pf->lock);
	if (!pf->limit)
		return -ENODEV;
	state = admin_queue(dev_to_virtio(pf->virtio));
	return state.size && !state.broken ? 0 : -EIO;
}

void vfiov_pf_poll(struct vfiov_pf *pf)
{
	struct virtio_device *vdev = dev_to_virtio(pf->virtio);
	struct virtqueue *vq;

	spin_lock(&pf->lock);
	/* Without a limit the queue is not, or not any more, there. */
	if (!pf->limit)
		goto out;
	spin_lock(&vdev->vqs_list_lock);
	list_for_each_entry(vq, &vdev->vqs, list)
		if (is_admin_queue(vq) && !virtqueue_is_broken(vq) &&
		    vring_interrupt(0, vq) == IRQ_HANDLED)
			pci_info_ratelimited(pf->physfn, "an interrupt of the admin queue was lost\n");
	spin_unlock(&vdev->vqs_list_lock);
out:
	spin_unlock(&pf->lock);
}

/*
 * How many commands may be in flight. virtio_pci spins while its queue is full, on a
 * device that does not answer for ever: it must never be. A command is four buffers.
 */
static unsigned int command_limit(struct virtio_device *vdev)
{
	unsigned int each = virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC) ? 1 : 4;

	return min(admin_queue(vdev).size / each, VFIOV_COMMANDS_MAX);
}

static void virtio_ready(struct vfiov_pf *pf)
{
	unsigned int limit = command_limit(dev_to_virtio(pf->virtio));

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
	vfiov_admin_flush(pf, -ENODEV);
	spin_unlock(&pf->lock);

	if (!wait_event_timeout(pf->idle, !READ_ONCE(pf->nr_running), DRAIN_TIMEOUT))
		pci_notice(pf->physfn, "admin commands still run while the virtio driver goes\n");
	vfiov_decide_pf_changed(pf, false);
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
		vfiov_decide_pf_changed(pf, true);
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
			vfiov_decide_pf_changed(pf, true);
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

static struct vfiov_pf *pf_new(struct pci_dev *physfn)
{
	struct vfiov_pf *pf = kzalloc(sizeof(*pf), GFP_KERNEL);

	if (!pf)
		return NULL;
	kref_init(&pf->ref);
	spin_lock_init(&pf->lock);
	INIT_LIST_HEAD(&pf->pending);
	INIT_LIST_HEAD(&pf->running);
	init_waitqueue_head(&pf->idle);
	INIT_DELAYED_WORK(&pf->look, look_again);
	init_completion(&pf->looked);
	pf->physfn = pci_dev_get(physfn);
	pf->serial = pci_get_dsn(physfn);
	return pf;
}

/* With vfiov.pfs_lock held. Return: the object with another reference, or NULL. */
static struct vfiov_pf *pf_find(struct pci_dev *physfn)
{
	struct vfiov_pf *pf;

	list_for_each_entry(pf, &vfiov.pfs, node) {
		if (pf->physfn != physfn)
			continue;
		kref_get(&pf->ref);
		return pf;
	}
	return NULL;
}

struct vfiov_pf *vfiov_pf_get(struct pci_dev *physfn)
{
	struct vfiov_pf *pf, *new = NULL;

	mutex_lock(&vfiov.pfs_lock);
	pf = pf_find(physfn);
	if (!pf) {
		new = pf_new(physfn);
		pf = new;
	}
	if (new)
		list_add(&new->node, &vfiov.pfs);
	mutex_unlock(&vfiov.pfs_lock);
	if (!pf)
		return ERR_PTR(-ENOMEM);

	if (new)
		pf_watch(new);
	/* Once for a PF: who binds the others of its VFs does not wait again. */
	if (!wait_for_completion_timeout(&pf->looked, LOOK_TIMEOUT)) {
		pci_notice(physfn, "the virtio driver is busy, so that VFs are native for now\n");
		complete_all(&pf->looked);
	}
	return pf;
}

/* Called with vfiov.pfs_lock held, which it gives back. */
static void pf_release(struct kref *ref)
{
	struct vfiov_pf *pf = container_of(ref, struct vfiov_pf, ref);

	list_del(&pf->node);
	mutex_unlock(&vfiov.pfs_lock);

	cancel_delayed_work_sync(&pf->look);
	if (pf->virtio) {
		bus_unregister_notifier(pf->virtio->bus, &pf->nb);
		put_device(pf->virtio);
	}
	pci_dev_put(pf->physfn);
	kfree(pf);
}

void vfiov_pf_put(struct vfiov_pf *pf)
{
	kref_put_mutex(&pf->ref, pf_release, &vfiov.pfs_lock);
}
