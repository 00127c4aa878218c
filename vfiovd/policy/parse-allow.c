/* SPDX-License-Identifier: GPL-2.0-only */
/* Parses the gate allow_profiles, for those profiles that have no gate of their own. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"

#include "parse.h"

struct names {
	const struct vfv_driver *driver;
};

static const char *profile_name(size_t n, const void *data)
{
	const struct names *names = data;

	return n < names->driver->profiles.n ? names->driver->profiles.items[n] : NULL;
}

/* Return: the driver of "DRIVER/PROFILE", or NULL after adding an error. */
static const struct vfv_driver *find_driver(struct vfv_parse *parse,
					    const config_setting_t *element, const char *text,
					    struct vfv_allowed *allowed)
{
	const char *slash = strchr(text, '/');
	const struct vfv_driver *driver;
	size_t length = slash ? (size_t)(slash - text) : sizeof(allowed->driver);

	if (length >= sizeof(allowed->driver)) {
		vfv_parse_error(parse, element, "allow_profiles: \"%s\" is not DRIVER/PROFILE",
				text);
		return NULL;
	}
	memcpy(allowed->driver, text, length);
	driver = vfv_drivers_find(parse->drivers, allowed->driver);
	if (!driver)
		vfv_schema_unknown_word(parse, element, "allow_profiles", allowed->driver,
					"a declared driver", vfv_drivers_name, parse->drivers);
	return driver;
}

/* Return: true if @element names a profile that this gate applies to; adds an error otherwise. */
static bool take(struct vfv_parse *parse, const config_setting_t *element,
		 struct vfv_allowed *allowed)
{
	const char *text = config_setting_get_string(element);
	const struct vfv_driver *driver = find_driver(parse, element, text, allowed);
	const char *profile = driver ? strchr(text, '/') + 1 : NULL;
	const struct names names = { driver };
	int i = driver ? vfv_driver_profile(driver, profile) : -ENOENT;

	if (!driver)
		return false;
	if (i < 0) {
		vfv_schema_unknown_word(parse, element, "allow_profiles", profile,
					"a profile of this driver", profile_name, &names);
		return false;
	}
	switch (driver->gates[i]) {
	case VFV_GATE_PROFILES:
		strcpy(allowed->profile, profile);
		return true;
	case VFV_GATE_TRANSITIONAL:
		vfv_parse_error(parse, element,
				"allow_profiles: the gate of \"%s\" is allow_transitional", text);
		return false;
	case VFV_GATE_NONE:
		vfv_parse_error(parse, element, "allow_profiles: \"%s\" needs no gate", text);
		return false;
	}
	return false;
}

int vfv_parse_allow_profiles(struct vfv_parse *parse, const config_setting_t *setting,
			     struct vfv_policy *policy)
{
	struct vfv_settings *settings = &policy->settings;
	size_t n = vfv_schema_length(setting);

	/* The size of the file bounds the list, and a duplicate key is an error. */
	settings->allow_profiles = calloc(n, sizeof(*settings->allow_profiles));
	if (!settings->allow_profiles)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		struct vfv_allowed allowed = { "", "" };

		if (take(parse, vfv_schema_element(setting, i), &allowed))
			settings->allow_profiles[settings->n_allow_profiles++] = allowed;
	}
	return 0;
}
