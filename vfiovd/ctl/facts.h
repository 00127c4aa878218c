/* SPDX-License-Identifier: GPL-2.0-only */
/* A VF as the policy sees it. */
#pragma once

#include "policy/policy.h"

#include "cards.h"
#include "inventory.h"

/**
 * cmd_facts - gather what the policy looks at
 * @assumed: set when it is not known what the device can do, so that all was assumed
 *
 * Return: CMD_OK, or CMD_FAILED, reported, for an address that makes no sense.
 */
enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed);

/**
 * cmd_facts_absent - the same of a VF that is not there, the number @index of the PF at @pf
 * @cards: what there is
 * @can: profiles that such a VF is assumed to be able to have, borrowed by @facts
 * @names: filled, and borrowed by @facts
 *
 * What else such a VF will be is not known.
 */
void cmd_facts_absent(const struct cmd *cmd, const struct vfv_policy *policy,
		      const struct cmd_cards *cards, struct vfv_bdf pf, uint32_t index,
		      const struct vfv_words *can, struct vfv_names *names,
		      struct vfv_facts *facts);
