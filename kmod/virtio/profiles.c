// SPDX-License-Identifier: GPL-2.0-only
/*
 * The profiles of a virtio VF, and the reasons why one is not available.
 */

#include <linux/pci.h>
#include <linux/virtio_pci_admin.h>

#include "compat.h"
#include "guest.h"
#include "parts_exec.h"
#include "pf.h"
#include "profiles.h"
#include "vf.h"

enum reason {
	NOT_A_VF,
	PF_DRIVER,
	LEGACY_COMMANDS,
	BAR0_IN_USE,
	DEVICE_TYPE,
	NOTIFY,
	MIGRATION,
	KERNEL,
};

static const struct vfiov_profile_info profiles[] = {
	[VFIOV_VIRTIO_NATIVE] = {
		.name = "native",
		.summary = "What plain vfio-pci shows, byte for byte.",
		.effect = "Hides and adds nothing.",
	},
	[VFIOV_VIRTIO_TRANSITIONAL] = {
		.name = "transitional",
		.summary = "Legacy ids, revision 0 and an I/O BAR0 served by admin commands.",
		.effect = "Adds the legacy interface; the modern one stays visible.",
		.gate = "allow_transitional",
	},
	[VFIOV_VIRTIO_LEGACY] = {
		.name = "legacy",
		.summary = "Transitional, with the virtio vendor capabilities hidden.",
		.effect = "Adds the legacy interface and an interrupt pin; hides the modern one.",
		.gate = "allow_transitional",
	},
};

static const struct vfiov_reason_info reasons[] = {
	[NOT_A_VF] = {
		.name = "not-a-vf",
		.text = "The device is not an SR-IOV virtual function.",
	},
	[PF_DRIVER] = {
		.name = "pf-driver",
		.text = "The PF is not driven by virtio_pci, or its driver is not ready.",
	},
	[LEGACY_COMMANDS] = {
		.name = "legacy-commands",
		.text = "The PF offers no admin queue, or not all legacy admin commands.",
	},
	[BAR0_IN_USE] = {
		.name = "bar0-in-use",
		.text = "The VF has a BAR0 of its own.",
	},
	[DEVICE_TYPE] = {
		.name = "device-type",
		.text = "The virtio device type has no legacy layout in this driver.",
	},
	[NOTIFY] = {
		.name = "notify",
		.text = "There is no usable notification address, and no substitute for it.",
	},
	[MIGRATION] = {
		.name = "migration",
		.text = "The PF does not offer all admin commands for device parts.",
		.migration = true,
	},
	[KERNEL] = {
		.name = "kernel",
		.text = "The kernel has no calls for device parts, which came with 6.13.",
		.migration = true,
	},
};

static const struct vfiov_counter_info counters[] = {
	{ "commands", "Admin commands that were issued." },
	{ "retries", "Admin commands issued again because the device returned EAGAIN." },
	{ "errors", "Admin commands that failed." },
	{ "notifies", "Queue notifications written straight to the device." },
	{ "cached", "Register accesses that were answered without a command." },
};

static bool pf_driver_ready(struct vfiov_pf *pf)
{
	struct pci_driver *driver = pci_dev_driver(pf->physfn);

	return READ_ONCE(pf->ready) && driver && !strcmp(driver->name, "virtio-pci");
}

static bool migratable(struct vfiov_device *dev)
{
	struct vfiov_vf *vf = container_of(dev, struct vfiov_vf, dev);

	return vf->pf && pf_driver_ready(vf->pf) && READ_ONCE(vf->pf->limit) &&
	       vfiov_parts_possible(dev->pdev);
}

static u32 available(struct vfiov_device *dev, u32 *missing)
{
	struct vfiov_vf *vf = container_of(dev, struct vfiov_vf, dev);
	u32 none = 0;

	if (!vf->pf)
		none |= BIT(NOT_A_VF);
	else if (!pf_driver_ready(vf->pf))
		none |= BIT(PF_DRIVER);
	/*
	 * virtio_pci only reports whether all commands are supported, including the optional
	 * NOTIFY_INFO.
	 */
	else if (!READ_ONCE(vf->pf->limit) || !virtio_pci_admin_has_legacy_io(dev->pdev))
		none |= BIT(LEGACY_COMMANDS);
	if (pci_resource_flags(dev->pdev, 0))
		none |= BIT(BAR0_IN_USE);
	if (!vf->type)
		none |= BIT(DEVICE_TYPE);

	*missing = none;
	if (!VFIOV_COMPAT_DEV_PARTS)
		*missing |= BIT(KERNEL);
	else if (!migratable(dev))
		*missing |= BIT(MIGRATION);
	if (none)
		return BIT(VFIOV_VIRTIO_NATIVE);
	return BIT(VFIOV_VIRTIO_NATIVE) | BIT(VFIOV_VIRTIO_TRANSITIONAL) | BIT(VFIOV_VIRTIO_LEGACY);
}

static void count(struct vfiov_device *dev, u64 *values)
{
	const struct vfiov_vf_stats *s = &container_of(dev, struct vfiov_vf, dev)->stats;

	values[0] = atomic64_read(&s->commands);
	values[1] = atomic64_read(&s->retries);
	values[2] = atomic64_read(&s->errors);
	values[3] = atomic64_read(&s->notifies);
	values[4] = atomic64_read(&s->cached);
}

const struct vfiov_driver vfiov_virtio_driver = {
	.name = KBUILD_MODNAME,
	.profiles = profiles,
	.nr_profiles = ARRAY_SIZE(profiles),
	.reasons = reasons,
	.nr_reasons = ARRAY_SIZE(reasons),
	.counters = counters,
	.nr_counters = ARRAY_SIZE(counters),
	.available = available,
	.migratable = migratable,
	.count = count,
	.guest = vfiov_guest,
};
