/* SPDX-License-Identifier: GPL-2.0-only */
/* Gathers the facts about a VF for the policy. */
#pragma once

#include "policy/policy.h"

#include "cards.h"
#include "inventory.h"

/**
 * cmd_facts - gather the facts that the policy uses
 * @assumed: set if the device's capabilities are unknown, so that all were assumed
 *
 * Return: CMD_OK, or CMD_FAILED, reported, for an invalid address.
 */
enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed);

/**
 * cmd_facts_absent - gather facts like cmd_facts(), for VF @index of the PF at @pf, which does not
 * exist
 * @cards: the existing cards
 * @can: profiles that such a VF is assumed to support, borrowed by @facts
 * @names: filled, and borrowed by @facts
 *
 * All other facts about such a VF are unknown.
 */
void cmd_facts_absent(const struct cmd *cmd, const struct vfv_policy *policy,
		      const struct cmd_cards *cards, struct vfv_bdf pf, uint32_t index,
		      const struct vfv_words *can, struct vfv_names *names,
		      struct vfv_facts *facts);
