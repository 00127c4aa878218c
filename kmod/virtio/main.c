// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiov_vfio_pci: VFIO variant driver for virtio VFs, whose profiles a daemon chooses.
 *
 * Its probe only registers the VF and never waits.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/virtio_ids.h>

#include "command.h"
#include "profiles.h"
#include "reset.h"
#include "sleep.h"
#include "state.h"
#include "vf.h"
#include "vfio.h"

struct vfiov_virtio vfiov_virtio;

static int vfiov_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct vfiov_vf *vf;
	int ret;

	vf = vfio_alloc_device(vfiov_vf, core.vdev, &pdev->dev, &vfiov_vf_ops);
	if (IS_ERR(vf))
		return PTR_ERR(vf);
	dev_set_drvdata(&pdev->dev, &vf->core);

	/* Bind before the VF can be opened, so that an open finds its request. */
	ret = vfiov_device_bind(&vf->dev);
	if (ret)
		goto err_put;
	ret = vfio_pci_core_register_device(&vf->core);
	if (ret)
		goto err_unbind;
	return 0;

err_unbind:
	vfiov_device_unbind(&vf->dev);
err_put:
	vfio_put_device(&vf->core.vdev);
	return ret;
}

static void vfiov_remove(struct pci_dev *pdev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(&pdev->dev);
	struct vfiov_vf *vf = container_of(core, struct vfiov_vf, core);

	vfiov_device_leave(&vf->dev);
	vfio_pci_core_unregister_device(&vf->core);
	vfiov_device_unbind(&vf->dev);
	vfio_put_device(&vf->core.vdev);
}

#define ANY_OF_CLASS(base)	.class = (base) << 16, .class_mask = 0xff0000

/*
 * The driver binds only through driver_override, like every vfio_pci: alias. User space that looks
 * for a driver takes the alias with the fewest wildcards. The entries with a class have one
 * wildcard fewer than those of a driver that names only vendor and device, such as upstream's.
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

static struct pci_driver vfiov_pci_driver = {
	.name = KBUILD_MODNAME,
	.id_table = vfiov_ids,
	.probe = vfiov_probe,
	.remove = vfiov_remove,
	.err_handler = &vfiov_reset_handlers,
	.driver_managed_dma = true,
};

static int __init vfiov_virtio_init(void)
{
	int ret;

	mutex_init(&vfiov_virtio.pfs_lock);
	INIT_LIST_HEAD(&vfiov_virtio.pfs);
	mutex_init(&vfiov_virtio.vfs_lock);
	INIT_LIST_HEAD(&vfiov_virtio.vfs);
	ret = vfiov_command_init();
	if (ret)
		return ret;
	ret = vfiov_sleep_init();
	if (ret)
		goto err_command;
	ret = vfiov_register_driver(&vfiov_virtio_driver);
	if (ret)
		goto err_sleep;
	ret = pci_register_driver(&vfiov_pci_driver);
	if (ret)
		goto err_driver;
	return 0;

err_driver:
	vfiov_unregister_driver(&vfiov_virtio_driver);
err_sleep:
	vfiov_sleep_exit();
err_command:
	vfiov_command_exit();
	return ret;
}

/* In the reverse order of vfiov_virtio_init(). */
static void __exit vfiov_virtio_exit(void)
{
	pci_unregister_driver(&vfiov_pci_driver);
	vfiov_unregister_driver(&vfiov_virtio_driver);
	vfiov_sleep_exit();
	vfiov_command_exit();
}

module_init(vfiov_virtio_init);
module_exit(vfiov_virtio_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vfiovd developers");
MODULE_DESCRIPTION("VFIO driver for virtio VFs with profiles that are opt-in");
MODULE_VERSION(VFIOV_VIRTIO_VERSION);
