// SPDX-License-Identifier: GPL-2.0-only
/*
 * sample_vfio_pci: a VFIO variant driver for a device that is not virtio, QEMU's NVMe controller. A
 * guest can tell its two profiles apart by config space. vfiov-driver(9) explains it.
 */

#include <linux/module.h>
#include <linux/pci.h>
#include <linux/uaccess.h>
#include <linux/version.h>
#include <linux/vfio_pci_core.h>
#include <linux/vfiov.h>

enum sample_profile {
	NATIVE = VFIOV_NATIVE,
	LABELLED,
	BARE,
};

enum sample_reason {
	NOT_A_VF,
};

static const struct vfiov_profile_info profiles[] = {
	[NATIVE] = {
		.name = "native",
		.summary = "What plain vfio-pci shows.",
		.effect = "Hides and adds nothing.",
	},
	[LABELLED] = {
		.name = "labelled",
		.summary = "The device with the subsystem id 5a11.",
		.effect = "Replaces the subsystem id.",
		.gate = "allow_profiles",
	},
	[BARE] = {
		.name = "bare",
		.summary = "The device without capabilities.",
		.effect = "Hides all capabilities.",
		.gate = "allow_profiles",
	},
};

static const struct vfiov_reason_info reasons[] = {
	[NOT_A_VF] = { "not-a-vf", "The device is not an SR-IOV virtual function." },
};

static const struct vfiov_counter_info counters[] = {
	{ "config-reads", "Reads of config space that a profile may have changed." },
};

/* A byte of config space, in which the bits of @mask are shown as @value. */
struct change {
	enum sample_profile profile;
	u16 at;
	u8 mask;
	u8 value;
};

static const struct change changes[] = {
	{ LABELLED, PCI_SUBSYSTEM_ID, 0xff, 0x11 },
	{ LABELLED, PCI_SUBSYSTEM_ID + 1, 0xff, 0x5a },
	{ BARE, PCI_STATUS, PCI_STATUS_CAP_LIST, 0 },
	{ BARE, PCI_CAPABILITY_LIST, 0xff, 0 },
};

/**
 * struct sample - a device
 * @core: must be the first member
 * @dev: the core's part
 * @profile: profile while open; written by open and close, when no other call is possible
 * @config_reads: counter of reads of config space
 */
struct sample {
	struct vfio_pci_core_device core;
	struct vfiov_device dev;
	enum sample_profile profile;
	atomic64_t config_reads;
};

static u32 available(struct vfiov_device *dev, u32 *missing)
{
	if (dev->pdev->is_virtfn)
		return BIT(NATIVE) | BIT(LABELLED) | BIT(BARE);
	*missing = BIT(NOT_A_VF);
	return BIT(NATIVE) | BIT(LABELLED);
}

static void count(struct vfiov_device *dev, u64 *values)
{
	values[0] = atomic64_read(&container_of(dev, struct sample, dev)->config_reads);
}

static const struct vfiov_driver sample_driver = {
	.name = KBUILD_MODNAME,
	.profiles = profiles,
	.nr_profiles = ARRAY_SIZE(profiles),
	.reasons = reasons,
	.nr_reasons = ARRAY_SIZE(reasons),
	.counters = counters,
	.nr_counters = ARRAY_SIZE(counters),
	.available = available,
	.count = count,
};

static struct sample *to_sample(struct vfio_device *vdev)
{
	return container_of(vdev, struct sample, core.vdev);
}

static int sample_init(struct vfio_device *vdev)
{
	struct sample *s = to_sample(vdev);

	s->dev.driver = &sample_driver;
	s->dev.pdev = to_pci_dev(vdev->dev);
	return vfio_pci_core_init_dev(vdev);
}

static int sample_open(struct vfio_device *vdev)
{
	struct sample *s = to_sample(vdev);
	struct vfiov_grant grant;
	int ret;

	ret = vfiov_device_open(&s->dev, &grant);
	if (ret)
		return ret;
	ret = vfio_pci_core_enable(&s->core);
	if (ret) {
		vfiov_device_close(&s->dev);
		return ret;
	}
	/* A driver that cannot do what was granted would change the grant here. */
	vfiov_device_latch(&s->dev, &grant);
	s->profile = grant.profile;
	vfio_pci_core_finish_enable(&s->core);
	return 0;
}

static void sample_close(struct vfio_device *vdev)
{
	struct sample *s = to_sample(vdev);

	vfio_pci_core_close_device(vdev);
	s->profile = NATIVE;
	vfiov_device_close(&s->dev);
}

static ssize_t sample_read(struct vfio_device *vdev, char __user *buf, size_t count, loff_t *ppos)
{
	unsigned int index = VFIO_PCI_OFFSET_TO_INDEX(*ppos);
	u64 pos = *ppos & VFIO_PCI_OFFSET_MASK;
	struct sample *s = to_sample(vdev);
	ssize_t ret = vfio_pci_core_read(vdev, buf, count, ppos);
	u8 byte;

	if (ret <= 0 || index != VFIO_PCI_CONFIG_REGION_INDEX || s->profile == NATIVE)
		return ret;
	atomic64_inc(&s->config_reads);
	for (const struct change *c = changes; c < changes + ARRAY_SIZE(changes); c++) {
		if (c->profile != s->profile || c->at < pos || c->at >= pos + ret)
			continue;
		/* The buffer belongs to the reader, which can only deceive itself. */
		if (get_user(byte, (u8 __user *)buf + (c->at - pos)))
			return -EFAULT;
		byte = (byte & ~c->mask) | c->value;
		if (put_user(byte, (u8 __user *)buf + (c->at - pos)))
			return -EFAULT;
	}
	return ret;
}

static const struct vfio_device_ops sample_ops = {
	.name = KBUILD_MODNAME,
	.init = sample_init,
	.release = vfio_pci_core_release_dev,
	.open_device = sample_open,
	.close_device = sample_close,
	.ioctl = vfio_pci_core_ioctl,
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 19, 0)
	.get_region_info_caps = vfio_pci_ioctl_get_region_info,
#endif
	.device_feature = vfio_pci_core_ioctl_feature,
	.read = sample_read,
	.write = vfio_pci_core_write,
	.mmap = vfio_pci_core_mmap,
	.request = vfio_pci_core_request,
	.match = vfio_pci_core_match,
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
	.match_token_uuid = vfio_pci_core_match_token_uuid,
#endif
	.bind_iommufd = vfio_iommufd_physical_bind,
	.unbind_iommufd = vfio_iommufd_physical_unbind,
	.attach_ioas = vfio_iommufd_physical_attach_ioas,
	.detach_ioas = vfio_iommufd_physical_detach_ioas,
};

static int sample_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct sample *s;
	int ret;

	s = vfio_alloc_device(sample, core.vdev, &pdev->dev, &sample_ops);
	if (IS_ERR(s))
		return PTR_ERR(s);
	dev_set_drvdata(&pdev->dev, &s->core);
	ret = vfiov_device_bind(&s->dev);
	if (ret)
		goto err_put;
	ret = vfio_pci_core_register_device(&s->core);
	if (ret)
		goto err_unbind;
	return 0;

err_unbind:
	vfiov_device_unbind(&s->dev);
err_put:
	vfio_put_device(&s->core.vdev);
	return ret;
}

static void sample_remove(struct pci_dev *pdev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(&pdev->dev);
	struct sample *s = container_of(core, struct sample, core);

	vfiov_device_leave(&s->dev);
	vfio_pci_core_unregister_device(core);
	vfiov_device_unbind(&s->dev);
	vfio_put_device(&core->vdev);
}

/* Binds to QEMU's NVMe controller, only by driver_override. */
static const struct pci_device_id sample_ids[] = {
	{ PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_VENDOR_ID_REDHAT, 0x0010) },
	{}
};
MODULE_DEVICE_TABLE(pci, sample_ids);

static struct pci_driver sample_pci_driver = {
	.name = KBUILD_MODNAME,
	.id_table = sample_ids,
	.probe = sample_probe,
	.remove = sample_remove,
	.err_handler = &vfio_pci_core_err_handlers,
	.driver_managed_dma = true,
};

static int __init sample_module_init(void)
{
	int ret = vfiov_register_driver(&sample_driver);

	if (ret)
		return ret;
	ret = pci_register_driver(&sample_pci_driver);
	if (ret)
		vfiov_unregister_driver(&sample_driver);
	return ret;
}

static void __exit sample_module_exit(void)
{
	pci_unregister_driver(&sample_pci_driver);
	vfiov_unregister_driver(&sample_driver);
}

module_init(sample_module_init);
module_exit(sample_module_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The vfiovd developers");
MODULE_DESCRIPTION("Sample of a VFIO driver with profiles");
