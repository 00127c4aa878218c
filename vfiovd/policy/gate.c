/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "gate.h"

static bool is_named(const struct vfv_settings *settings, const char *driver, const char *profile)
{
	for (size_t i = 0; i < settings->n_allow_profiles; i++)
		if (!strcmp(settings->allow_profiles[i].driver, driver) &&
		    !strcmp(settings->allow_profiles[i].profile, profile))
			return true;
	return false;
}

static bool is_open(const struct vfv_settings *settings, const struct vfv_driver *driver, size_t i)
{
	switch (driver->gates[i]) {
	case VFV_GATE_NONE:
		return true;
	case VFV_GATE_TRANSITIONAL:
		return settings->allow_transitional;
	case VFV_GATE_PROFILES:
		return is_named(settings, driver->name, driver->profiles.items[i]);
	}
	return false;
}

void vfv_gates_resolve(struct vfv_policy *policy)
{
	for (size_t i = 0; i < policy->drivers.n; i++) {
		struct vfv_driver *driver = &policy->drivers.items[i];

		driver->open = 0;
		for (size_t j = 0; j < driver->profiles.n; j++)
			driver->open |= (uint32_t)is_open(&policy->settings, driver, j) << j;
	}
}

const char *vfv_gate_closed(const struct vfv_policy *policy, const char *name, const char *profile,
			    char text[static VFV_GATE_TEXT])
{
	const struct vfv_driver *driver;
	int i;

	if (!name)
		return "the driver is unknown";
	driver = vfv_drivers_find(&policy->drivers, name);
	i = driver ? vfv_driver_profile(driver, profile) : -1;
	if (i < 0) {
		snprintf(text, VFV_GATE_TEXT, "%.31s declares no such profile", name);
		return text;
	}
	if (driver->open >> i & 1)
		return NULL;
	if (driver->gates[i] == VFV_GATE_TRANSITIONAL)
		return "allow_transitional is false";
	snprintf(text, VFV_GATE_TEXT, "allow_profiles lacks %s/%s", driver->name, profile);
	return text;
}
