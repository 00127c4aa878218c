/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>

#include "lib/macro.h"

#include "drivers.h"

int vfv_drivers_init(struct vfv_drivers *drivers)
{
	static const char *const names[] = { VFV_PROFILE_NATIVE, "transitional", "legacy" };

	drivers->names = calloc(VFV_PROFILE_NAMES_MAX, sizeof(*drivers->names));
	drivers->items = calloc(1, sizeof(*drivers->items));
	if (!drivers->names || !drivers->items)
		return -ENOMEM;
	strcpy(drivers->items[drivers->n++].name, VFV_MODULE_NAME);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		strcpy(drivers->names[drivers->n_names++], names[i]);
		(void)vfv_words_add(&drivers->items[0].profiles, names[i]);
	}
	return 0;
}

void vfv_drivers_done(struct vfv_drivers *drivers)
{
	free(drivers->names);
	free(drivers->items);
	*drivers = (struct vfv_drivers){ 0 };
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
