// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PFs whose admin queues serve VFs. The VFs of a PF share one object.
 */

#include <linux/device.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "pf.h"
#include "state.h"

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
	init_completion(&pf->looked);
	pf->physfn = pci_dev_get(physfn);
	return pf;
}

/* Called with vfiov_virtio.pfs_lock held. Return: the object with a new reference, or NULL. */
static struct vfiov_pf *pf_find(struct pci_dev *physfn)
{
	struct vfiov_pf *pf;

	list_for_each_entry(pf, &vfiov_virtio.pfs, node) {
		if (pf->physfn != physfn)
			continue;
		kref_get(&pf->ref);
		return pf;
	}
	return NULL;
}

struct vfiov_pf *vfiov_pf_get(struct pci_dev *physfn, bool *made)
{
	struct vfiov_pf *pf;

	mutex_lock(&vfiov_virtio.pfs_lock);
	pf = pf_find(physfn);
	*made = !pf;
	if (!pf)
		pf = pf_new(physfn);
	if (pf && *made)
		list_add(&pf->node, &vfiov_virtio.pfs);
	mutex_unlock(&vfiov_virtio.pfs_lock);
	return pf;
}

/* Called with vfiov_virtio.pfs_lock held, and releases it. */
static void pf_release(struct kref *ref)
{
	struct vfiov_pf *pf = container_of(ref, struct vfiov_pf, ref);

	list_del(&pf->node);
	mutex_unlock(&vfiov_virtio.pfs_lock);

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
	kref_put_mutex(&pf->ref, pf_release, &vfiov_virtio.pfs_lock);
}
