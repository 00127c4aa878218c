// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin queue of a PF, which belongs to virtio_pci. This file only inspects it.
 */

#include <linux/interrupt.h>
#include <linux/pci.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ring.h>

#include "pf.h"
#include "queue.h"

/*
 * Maximum number of commands in flight on a PF whose queue is large enough; this many fit in most
 * queues. With a lower limit, VFs would wait for each other although the device could take their
 * commands.
 */
#define COMMANDS_MAX	64U

struct queue_state {
	unsigned int size;
	bool broken;
};

static bool is_admin_queue(const struct virtqueue *vq)
{
	return vq->name && str_has_prefix(vq->name, "avq.");
}

/*
 * The current state of the admin queue, with size 0 if there is none. The queue may be deleted and
 * created again while the device keeps its driver (suspend), so no pointer to it is kept.
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

int vfiov_queue_check(struct vfiov_pf *pf)
{
	struct queue_state state;

	lockdep_assert_held(&pf->lock);
	if (!pf->limit)
		return -ENODEV;
	state = admin_queue(dev_to_virtio(pf->virtio));
	return state.size && !state.broken ? 0 : -EIO;
}

void vfiov_queue_poll(struct vfiov_pf *pf)
{
	struct virtio_device *vdev = dev_to_virtio(pf->virtio);
	struct virtqueue *vq;

	spin_lock(&pf->lock);
	/* A limit of 0 means that there is no queue. */
	if (!pf->limit)
		goto out;
	spin_lock(&vdev->vqs_list_lock);
	list_for_each_entry(vq, &vdev->vqs, list)
		if (is_admin_queue(vq) && !virtqueue_is_broken(vq) &&
		    vring_interrupt(0, vq) == IRQ_HANDLED)
			pci_info_ratelimited(pf->physfn, "lost an interrupt of the admin queue\n");
	spin_unlock(&vdev->vqs_list_lock);
out:
	spin_unlock(&pf->lock);
}

/*
 * virtio_pci spins while its queue is full, forever if the device does not answer, so the queue
 * must never be full. A command takes four buffers.
 */
unsigned int vfiov_queue_limit(struct virtio_device *vdev)
{
	unsigned int each = virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC) ? 1 : 4;

	return min(admin_queue(vdev).size / each, COMMANDS_MAX);
}
