/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>

#include "lib/macro.h"

#include "drivers.h"
#include "glob.h"

/* Must equal conf/drivers.d/vfiov_vfio_pci.conf; a test compares them. */
static const struct vfv_driver built_in = {
	.name = VFV_MODULE_NAME,
	.profiles = { 3, { VFV_PROFILE_NATIVE, "transitional", "legacy" } },
	.gates = { VFV_GATE_NONE, VFV_GATE_TRANSITIONAL, VFV_GATE_TRANSITIONAL },
	.summaries = { "what plain vfio-pci shows",
		       "legacy ids, revision 0, an I/O BAR0, and the modern interface",
		       "transitional, with the modern interface hidden" },
	.reasons = { 8,
		     { "not-a-vf", "pf-driver", "legacy-commands", "bar0-in-use", "device-type",
		       "notify", "migration", "kernel" } },
	.reason_summaries = { "the device is not a virtual function",
			      "the PF is not driven by virtio_pci, or its driver is not ready",
			      "the PF does not offer all legacy admin commands",
			      "the VF has a BAR0 of its own",
			      "the virtio device type has no legacy layout",
			      "there is no usable notification address",
			      "the PF does not offer all admin commands for device parts",
			      "the kernel has no calls for device parts, which came with 6.13" },
};

/* Collect all names again, because those of a replaced driver are gone. */
static int collect_names(struct vfv_drivers *drivers)
{
	drivers->n_names = 0;
	strcpy(drivers->names[drivers->n_names++], VFV_PROFILE_NATIVE);
	for (size_t i = 0; i < drivers->n; i++)
		for (uint32_t j = 0; j < drivers->items[i].profiles.n; j++) {
			const char *name = drivers->items[i].profiles.items[j];

			if (vfv_drivers_profile(drivers, name) >= 0)
				continue;
			if (drivers->n_names == VFV_PROFILE_NAMES_MAX)
				return -E2BIG;
			strcpy(drivers->names[drivers->n_names++], name);
		}
	return 0;
}

int vfv_drivers_init(struct vfv_drivers *drivers)
{
	drivers->names = calloc(VFV_PROFILE_NAMES_MAX, sizeof(*drivers->names));
	if (!drivers->names)
		return -ENOMEM;
	return vfv_drivers_put(drivers, &built_in);
}

void vfv_drivers_done(struct vfv_drivers *drivers)
{
	free(drivers->names);
	free(drivers->items);
	*drivers = (struct vfv_drivers){ 0 };
}

int vfv_drivers_put(struct vfv_drivers *drivers, const struct vfv_driver *driver)
{
	struct vfv_driver *items;
	size_t i = 0;

	while (i < drivers->n && strcmp(drivers->items[i].name, driver->name))
		i++;
	if (i == VFV_DRIVERS_MAX)
		return -E2BIG;
	if (i == drivers->n) {
		items = reallocarray(drivers->items, drivers->n + 1, sizeof(*items));
		if (!items)
			return -ENOMEM;
		drivers->items = items;
		drivers->n++;
	}
	drivers->items[i] = *driver;
	return collect_names(drivers);
}

const struct vfv_driver *vfv_drivers_find(const struct vfv_drivers *drivers, const char *name)
{
	for (size_t i = 0; i < drivers->n; i++)
		if (!strcmp(drivers->items[i].name, name))
			return &drivers->items[i];
	return NULL;
}

int vfv_driver_profile(const struct vfv_driver *driver, const char *profile)
{
	for (uint32_t i = 0; i < driver->profiles.n; i++)
		if (!strcmp(driver->profiles.items[i], profile))
			return (int)i;
	return -ENOENT;
}

uint64_t vfv_drivers_match(const struct vfv_drivers *drivers, const char *pattern)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < drivers->n; i++) {
		const struct vfv_driver *driver = &drivers->items[i];

		if (!vfv_glob_match(pattern, driver->name))
			continue;
		for (uint32_t j = 0; j < driver->profiles.n; j++)
			mask |= UINT64_C(1)
				<< vfv_drivers_profile(drivers, driver->profiles.items[j]);
	}
	return mask;
}

int vfv_drivers_profile(const struct vfv_drivers *drivers, const char *name)
{
	for (size_t i = 0; i < drivers->n_names; i++)
		if (strcmp(drivers->names[i], name) == 0)
			return (int)i;
	return -ENOENT;
}

const char *vfv_drivers_profile_name(size_t n, const void *drivers)
{
	const struct vfv_drivers *d = drivers;

	return n < d->n_names ? d->names[n] : NULL;
}

const char *vfv_drivers_ability_name(size_t n, const void *drivers)
{
	return n ? vfv_drivers_profile_name(n - 1, drivers) : VFV_WORD_MIGRATION;
}

const char *vfv_drivers_name(size_t n, const void *drivers)
{
	const struct vfv_drivers *d = drivers;

	return n < d->n ? d->items[n].name : NULL;
}
