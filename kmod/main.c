// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiov_vfio_pci: VFIO variant driver for virtio VFs whose profile somebody decides.
 *
 * As a PCI driver it is plain: probe makes the VF known and never waits.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/virtio_ids.h>

#include "admin.h"
#include "genl.h"
#include "reset.h"
#include "state.h"
#include "suspend.h"
#include "sysfs.h"
#include "vf.h"

struct vfiov_state vfiov;

static int vfiov_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct vfiov_vf *vf;
	int ret;

	vf = vfio_alloc_device(vfiov_vf, core.vdev, &pdev->dev, &vfiov_vf_ops);
	if (IS_ERR(vf))
		return PTR_ERR(vf);
	dev_set_drvdata(&pdev->dev, &vf->core);

	/* Before anybody can open it, so that an open finds its request. */
	ret = vfiov_decide_bind(vf);
	if (ret)
		goto err_put;
	ret = vfio_pci_core_register_device(&vf->core);
	if (ret)
		goto err_unbind;
	return 0;

err_unbind:
	vfiov_decide_unbind(vf);
err_put:
	vfio_put_device(&vf->core.vdev);
	return ret;
}

static void vfiov_remove(struct pci_dev *pdev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(&pdev->dev);
	struct vfiov_vf *vf = container_of(core, struct vfiov_vf, core);

	vfiov_decide_leave(vf);
	vfio_pci_core_unregister_device(&vf->core);
	vfiov_decide_unbind(vf);
	vfio_put_device(&vf->core.vdev);
}

#define ANY_OF_CLASS(base)	.class = (base) << 16, .class_mask = 0xff0000

/*
 * Never bound by itself: only through driver_override, as every vfio_pci: alias. User space that
 * looks for a driver takes the alias with the fewest wildcards. Those with the class have one
 * less than a driver that names vendor and device alone, as upstream's does.
 */
static const struct pci_device_id vfiov_ids[] = {
	{ PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_VENDOR_ID_REDHAT_QUMRANET, 0x1040 + VIRTIO_ID_NET),
	  ANY_OF_CLASS(PCI_BASE_CLASS_NETWORK) },
	{ PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_VENDOR_ID_REDHAT_QUMRANET, 0x1040 + VIRTIO_ID_BLOCK),
	  ANY_OF_CLASS(PCI_BASE_CLASS_STORAGE) },
	{ PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_VENDOR_ID_REDHAT_QUMRANET, 0x1040 + VIRTIO_ID_NET) },
	{ PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_VENDOR_ID_REDHAT_QUMRANET,
					  0x1040 + VIRTIO_ID_BLOCK) },
	{}
};
MODULE_DEVICE_TABLE(pci, vfiov_ids);

static struct pci_driver vfiov_driver = {
	.name = KBUILD_MODNAME,
	.id_table = vfiov_ids,
	.probe = vfiov_probe,
	.remove = vfiov_remove,
	.err_handler = &vfiov_reset_handlers,
	.dev_groups = vfiov_sysfs_groups,
	.driver_managed_dma = true,
};

static void state_init(void)
{
	mutex_init(&vfiov.lock);
	mutex_init(&vfiov.pfs_lock);
	xa_init(&vfiov.vfs);
	INIT_LIST_HEAD(&vfiov.pfs);
	uuid_gen(&vfiov.instance);
	/* 0 means "not set yet" to the consistency check of dumps. */
	vfiov.generation = 1;
	vfiov.params = (struct vfiov_params){
		.open_wait_ms = 1000,
		.grace_ms = 3000,
		.ring_size = 4096,
	};
	vfiov_outbox_init();
	vfiov_bells_init();
	vfiov_audit_init();
}

static int __init vfiov_init(void)
{
	int ret;

	state_init();
	ret = vfiov_admin_init();
	if (ret)
		goto err_audit;
	ret = vfiov_owner_init();
	if (ret)
		goto err_admin;
	ret = vfiov_suspend_init();
	if (ret)
		goto err_owner;
	/* The family before the driver: the first VF already rings its doorbell. */
	ret = genl_register_family(&vfiov_nl_family);
	if (ret)
		goto err_suspend;
	vfiov_outbox_open();
	ret = pci_register_driver(&vfiov_driver);
	if (ret)
		goto err_family;
	return 0;

err_family:
	vfiov_outbox_close();
	genl_unregister_family(&vfiov_nl_family);
err_suspend:
	vfiov_suspend_exit();
err_owner:
	vfiov_owner_exit();
err_admin:
	vfiov_admin_exit();
err_audit:
	vfiov_audit_exit();
	vfiov_bells_exit();
	return ret;
}

/* In the opposite order of vfiov_init(). */
static void __exit vfiov_exit(void)
{
	/* Nobody opens any more; the owner still reads and acknowledges. */
	pci_unregister_driver(&vfiov_driver);
	vfiov_audit_drain();
	/*
	 * Bells, the grace period and the end of the owner's socket make messages as long as
	 * they are there. With the id of a family that is gone they would go to another one.
	 */
	vfiov_outbox_close();
	genl_unregister_family(&vfiov_nl_family);
	vfiov_suspend_exit();
	vfiov_owner_exit();
	vfiov_admin_exit();
	vfiov_audit_exit();
	/* The end of the owner's socket may have set one. */
	vfiov_bells_exit();
}

module_init(vfiov_init);
module_exit(vfiov_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vfiovd developers");
MODULE_DESCRIPTION("VFIO driver for virtio VFs with profiles that are opt-in");
MODULE_VERSION(VFIOV_VERSION);
MODULE_ALIAS_GENL_FAMILY(VFIOV_FAMILY_NAME);
