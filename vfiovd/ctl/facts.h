/* SPDX-License-Identifier: GPL-2.0-only */
/* A VF as the policy sees it. */
#pragma once

#include "policy/policy.h"

#include "inventory.h"

/**
 * cmd_facts - gather what the policy looks at
 * @assumed: set when it is not known what the device can do, so that all was assumed
 *
 * Return: CMD_OK, or CMD_FAILED, reported, for an address that makes no sense.
 */
enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed);
