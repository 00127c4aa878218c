// SPDX-License-Identifier: GPL-2.0-only
/*
 * VFIO_DEVICE_IOEVENTFD on Queue Notify: a kick without an exit to user space.
 *
 * KVM signals the eventfd when the guest writes, and this file rings the doorbell. The core
 * supports ioeventfds for real BARs only.
 */

#include <linux/slab.h>
#include <linux/vfio.h>
#include <linux/virtio_pci.h>

#include "doorbell.h"
#include "ioeventfd.h"
#include "vf.h"

/* The same limit as vfio_pci_core's for the other BARs. */
#define IOEVENTFDS_MAX	1000

struct ioeventfd {
	struct list_head node;
	struct vfiov_vf *vf;
	u16 queue;
	struct virqfd *virqfd;
};

/* Called in atomic context. Return: 1 to have kick_later() called. */
static int kick(void *opaque, void *unused)
{
	struct ioeventfd *e = opaque;

	if (!vfiov_vf_io_enabled(e->vf))
		return 0;
	return vfiov_doorbell_try(e->vf, e->queue) == -EAGAIN;
}

static void kick_later(void *opaque, void *unused)
{
	struct ioeventfd *e = opaque;

	if (vfiov_vf_io_enabled(e->vf))
		vfiov_doorbell_ring(e->vf, e->queue);
}

static struct ioeventfd *find(struct vfiov_ioeventfds *all, u16 queue)
{
	struct ioeventfd *e;

	list_for_each_entry(e, &all->list, node)
		if (e->queue == queue)
			return e;
	return NULL;
}

static int connect_eventfd(struct vfiov_vf *vf, u16 queue, int fd)
{
	struct vfiov_ioeventfds *all = &vf->ioeventfds;
	struct ioeventfd *e;
	int ret;

	if (all->nr >= IOEVENTFDS_MAX)
		return -ENOSPC;
	e = kzalloc(sizeof(*e), GFP_KERNEL_ACCOUNT);
	if (!e)
		return -ENOMEM;
	e->vf = vf;
	e->queue = queue;
	ret = vfio_virqfd_enable(e, kick, kick_later, NULL, &e->virqfd, fd);
	if (ret) {
		kfree(e);
		return ret;
	}
	list_add(&e->node, &all->list);
	all->nr++;
	return 0;
}

static void disconnect_eventfd(struct vfiov_ioeventfds *all, struct ioeventfd *e)
{
	vfio_virqfd_disable(&e->virqfd);
	list_del(&e->node);
	all->nr--;
	kfree(e);
}

int vfiov_ioeventfd(struct vfiov_vf *vf, loff_t pos, u64 data, unsigned int count, int fd)
{
	struct vfiov_ioeventfds *all = &vf->ioeventfds;
	struct ioeventfd *e;
	int ret = 0;

	if (pos != VIRTIO_PCI_QUEUE_NOTIFY || count != sizeof(e->queue) || data > U16_MAX)
		return -EINVAL;

	/*
	 * A command has to wait for its turn and for the device, which takes too long for a kick in
	 * the kernel.
	 */
	if (fd >= 0 && !vfiov_doorbell_direct(vf))
		return -EOPNOTSUPP;

	mutex_lock(&all->lock);
	e = find(all, data);
	if (fd < 0 && !e)
		ret = -ENODEV;
	else if (fd < 0)
		disconnect_eventfd(all, e);
	else if (e)
		ret = -EEXIST;
	else
		ret = connect_eventfd(vf, data, fd);
	mutex_unlock(&all->lock);
	return ret;
}

void vfiov_ioeventfds_init(struct vfiov_vf *vf)
{
	mutex_init(&vf->ioeventfds.lock);
	INIT_LIST_HEAD(&vf->ioeventfds.list);
}

void vfiov_ioeventfds_close(struct vfiov_vf *vf)
{
	struct ioeventfd *e, *next;

	mutex_lock(&vf->ioeventfds.lock);
	list_for_each_entry_safe(e, next, &vf->ioeventfds.list, node)
		disconnect_eventfd(&vf->ioeventfds, e);
	mutex_unlock(&vf->ioeventfds.lock);
}
