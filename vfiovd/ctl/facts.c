/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "facts.h"
#include "fail.h"

enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed)
{
	const struct vfv_uses *uses = vfv_policy_uses(policy);

	*assumed = !vf->bound;
	if (vf->names_error < 0 &&
	    ((uses->netdev && !*vf->names.netdev) || (uses->port && !*vf->names.port)))
		return cmd_fail(
			cmd, CMD_FAILED, &(struct cmd_error){ .device = vf->vf.bdf },
			"the name of the %s of its PF %s, which a rule asks for, cannot be read: %s",
			*vf->names.netdev ? "port" : "interface", vf->vf.pf,
			strerror(-vf->names_error));
	if (vfv_facts_make(vf->vf.bdf, &vf->vf, &vf->names, facts) < 0)
		return cmd_fail(cmd, CMD_FAILED, &(struct cmd_error){ .device = vf->vf.bdf },
				"its address makes no sense");
	if (*assumed)
		facts->available = (1U << (VFIOV_PROFILE_MAX + 1)) - 1;
	if (!vfv_has(&vf->vf, VFIOV_A_VF_MIGRATABLE))
		facts->migratable = true;
	return CMD_OK;
}
