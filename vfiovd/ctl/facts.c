/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "facts.h"
#include "fail.h"

enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed)
{
	const struct vfv_driver *driver;

	*assumed = !vf->bound;
	if (vfv_facts_make(vf->vf.bdf, &vf->vf, &vf->names, facts) < 0)
		return cmd_fail(cmd, CMD_FAILED, &(struct cmd_error){ .device = vf->vf.bdf },
				"its address makes no sense");
	if (!vf->serial_known)
		facts->known &= ~(1U << VFV_FACT_SERIAL);
	if (*assumed) {
		driver = vfv_drivers_find(vfv_policy_drivers(policy), VFV_MODULE_NAME);
		facts->available = &driver->profiles;
		facts->driver = driver->name;
		facts->known |= 1U << VFV_FACT_DRIVER;
		facts->known |= 1U << VFV_FACT_AVAILABLE;
	}
	if (!vfv_knows(facts, VFV_FACT_MIGRATABLE)) {
		facts->migratable = true;
		facts->known |= 1U << VFV_FACT_MIGRATABLE;
	}
	return CMD_OK;
}
