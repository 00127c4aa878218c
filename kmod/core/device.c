// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices that are bound to a driver: registered at probe, unregistered at remove.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

#include "account.h"
#include "audit.h"
#include "choice.h"
#include "device.h"
#include "driver.h"
#include "entry.h"
#include "nl_ntf.h"
#include "outbox.h"
#include "request.h"
#include "state.h"
#include "sysfs.h"

struct vfiov_entry *vfiov_entry_find(const char *bdf)
{
	unsigned int domain, bus, slot, func;
	struct vfiov_entry *vf;

	lockdep_assert_held(&vfiov.lock);
	if (sscanf(bdf, "%x:%x:%x.%u", &domain, &bus, &slot, &func) != 4)
		return NULL;
	vf = xa_load(&vfiov.vfs, vfiov_key(domain, PCI_DEVID(bus, PCI_DEVFN(slot, func))));
	/* sscanf() accepts out-of-range numbers and trailing text. */
	return vf && !strcmp(pci_name(vf->pdev), bdf) ? vf : NULL;
}

static struct vfiov_entry *entry_new(struct vfiov_device *dev)
{
	struct vfiov_entry *vf = kzalloc(sizeof(*vf), GFP_KERNEL);

	if (!vf)
		return NULL;
	vf->dev = dev;
	vf->driver = dev->driver;
	vf->pdev = dev->pdev;
	if (vf->pdev->is_virtfn) {
		vf->physfn = pci_physfn(vf->pdev);
		vf->index = pci_iov_vf_id(vf->pdev);
		vf->serial = pci_get_dsn(vf->physfn);
	}
	init_waitqueue_head(&vf->choice.wait);
	vfiov_request_init(vf);
	return vf;
}

/* Called with vfiov.lock held. Return: 0, and then the VF is in vfiov.vfs; or -errno. */
static int entry_add(struct vfiov_entry *vf)
{
	int ret;

	ret = vfiov_driver_hold(vf->driver);
	if (ret)
		return ret;
	ret = vfiov_account_bind(vf);
	if (ret)
		goto err_driver;
	ret = xa_insert(&vfiov.vfs, vfiov_pci_key(vf->pdev), vf, GFP_KERNEL);
	if (ret)
		goto err_account;
	vfiov.nr_vfs++;
	vfiov.generation++;
	return 0;

err_account:
	vfiov_account_unbind(vf);
err_driver:
	vfiov_driver_release(vf->driver);
	return ret;
}

int vfiov_device_bind(struct vfiov_device *dev)
{
	struct vfiov_entry *vf = entry_new(dev);
	int ret;

	if (!vf)
		return -ENOMEM;
	/*
	 * Do everything that can fail before the record is added. Until entry_add(), reading the
	 * files returns -ENODEV.
	 */
	ret = vfiov_sysfs_add(vf->pdev);
	if (ret)
		goto err_free;
	dev->entry = vf;
	mutex_lock(&vfiov.lock);
	ret = entry_add(vf);
	if (!ret) {
		vfiov_audit_add(vfiov_audit_new(VFIOV_EVENT_BIND, vf));
		vfiov_request_bind(vf);
		vfiov_choice_changed(vf);
	}
	vfiov_unlock();
	if (ret)
		goto err_sysfs;
	return 0;

err_sysfs:
	vfiov_sysfs_remove(vf->pdev);
	dev->entry = NULL;
err_free:
	kfree(vf);
	return ret;
}
EXPORT_SYMBOL_GPL(vfiov_device_bind);

void vfiov_device_leave(struct vfiov_device *dev)
{
	struct vfiov_entry *vf = dev->entry;

	mutex_lock(&vfiov.lock);
	vf->choice.leaving = true;
	wake_up_all(&vf->choice.wait);
	vfiov_unlock();
	/* Without the lock, because readers of the files take it. */
	vfiov_sysfs_remove(vf->pdev);
}
EXPORT_SYMBOL_GPL(vfiov_device_leave);

void vfiov_device_unbind(struct vfiov_device *dev)
{
	struct vfiov_entry *vf = dev->entry;

	/* After a failed probe the files still exist. */
	if (!vf->choice.leaving)
		vfiov_sysfs_remove(vf->pdev);
	mutex_lock(&vfiov.lock);
	vfiov_request_drop(vf);
	xa_erase(&vfiov.vfs, vfiov_pci_key(vf->pdev));
	vfiov.nr_vfs--;
	vfiov.generation++;
	vfiov_audit_unprepare(vf);
	vfiov_audit_add(vfiov_choice_record(VFIOV_EVENT_UNBIND, vf, &vf->choice.next));
	vfiov_account_unbind(vf);
	vfiov_nl_vf_ntf(vf, VFIOV_CMD_VF_DEL_NTF);
	vfiov_driver_release(vf->driver);
	vfiov_unlock();
	/*
	 * Another task may still be sending messages about this VF: wait for it before the device
	 * goes away.
	 */
	vfiov_outbox_send();
	cancel_delayed_work_sync(&vf->request.expire);
	dev->entry = NULL;
	kfree(vf);
}
EXPORT_SYMBOL_GPL(vfiov_device_unbind);

void vfiov_pf_changed(const struct vfiov_driver *driver, struct pci_dev *pf, bool back)
{
	struct vfiov_record *rec;
	struct vfiov_entry *vf;
	unsigned long key;

	mutex_lock(&vfiov.lock);
	rec = vfiov_audit_new(back ? VFIOV_EVENT_PF_BACK : VFIOV_EVENT_PF_GONE, NULL);
	if (rec) {
		strscpy(rec->driver, driver->name, sizeof(rec->driver));
		strscpy(rec->pf, pci_name(pf), sizeof(rec->pf));
	}
	vfiov_audit_add(rec);
	xa_for_each(&vfiov.vfs, key, vf)
		if (vf->driver == driver && vf->physfn == pf)
			vfiov_choice_changed(vf);
	vfiov_unlock();
}
EXPORT_SYMBOL_GPL(vfiov_pf_changed);
