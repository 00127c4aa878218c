/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/macro.h"

#include "declared.h"

static bool driver_has(const struct vfv_driver_info *loaded, const char *profile)
{
	for (uint32_t i = 0; i < loaded->n_profiles; i++)
		if (!strcmp(loaded->profiles[i].name, profile))
			return true;
	return false;
}

static void compare(const struct vfv_driver_info *loaded, const struct vfv_driver *declared,
		    struct vfv_diags *diags)
{
	for (uint32_t i = 0; i < loaded->n_profiles; i++)
		if (!vfv_words_have(&declared->profiles, loaded->profiles[i].name))
			vfv_diag_add(diags, VFV_WARNING, declared->file, 0,
				     "the loaded driver '%s' has the profile '%s', which is not "
				     "declared, so no rule can name it",
				     loaded->name, loaded->profiles[i].name);
	for (uint32_t i = 0; i < declared->profiles.n; i++)
		if (!driver_has(loaded, declared->profiles.items[i]))
			vfv_diag_add(diags, VFV_WARNING, declared->file, 0,
				     "the loaded driver '%s' does not have the profile '%s'",
				     loaded->name, declared->profiles.items[i]);
}

void cmd_declared_check(struct cmd *cmd, const struct vfv_policy *policy, struct vfv_diags *diags)
{
	_cleanup_free_ struct vfv_driver_info *loaded = NULL;
	size_t n = 0;

	if (cmd_connect(cmd) < 0 || vfv_genl_driver_dump(cmd->genl, &loaded, &n, NULL) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct vfv_driver *declared =
			vfv_drivers_find(vfv_policy_drivers(policy), loaded[i].name);

		if (declared)
			compare(&loaded[i], declared, diags);
		else
			vfv_diag_add(diags, VFV_WARNING, NULL, 0,
				     "the driver '%s' is loaded, but no file of drivers.d declares "
				     "it, so no rule can name it or its profiles",
				     loaded[i].name);
	}
}
