/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "policy/names-read.h"

#include "facts.h"
#include "fail.h"

/* A VF that is not bound is treated as if our driver were going to be bound to it. */
static const struct vfv_driver *assume_driver(const struct vfv_policy *policy,
					      struct vfv_facts *facts)
{
	const struct vfv_driver *driver =
		vfv_drivers_find(vfv_policy_drivers(policy), VFV_MODULE_NAME);

	facts->driver = driver->name;
	facts->known |= 1U << VFV_FACT_DRIVER;
	return driver;
}

enum cmd_exit cmd_facts(const struct cmd *cmd, const struct vfv_policy *policy,
			const struct cmd_vf *vf, struct vfv_facts *facts, bool *assumed)
{
	*assumed = !vf->bound;
	if (vfv_facts_make(vf->vf.bdf, &vf->vf, &vf->names, facts) < 0)
		return cmd_fail(cmd, CMD_FAILED, &(struct cmd_error){ .device = vf->vf.bdf },
				"invalid PCI address");
	if (!vf->serial_known)
		facts->known &= ~(1U << VFV_FACT_SERIAL);
	if (*assumed) {
		facts->available = &assume_driver(policy, facts)->profiles;
		facts->known |= 1U << VFV_FACT_AVAILABLE;
	}
	if (!vfv_knows(facts, VFV_FACT_MIGRATABLE)) {
		facts->migratable = true;
		facts->known |= 1U << VFV_FACT_MIGRATABLE;
	}
	return CMD_OK;
}

void cmd_facts_absent(const struct cmd *cmd, const struct vfv_policy *policy,
		      const struct cmd_cards *cards, struct vfv_bdf pf, uint32_t index,
		      const struct vfv_words *can, struct vfv_names *names, struct vfv_facts *facts)
{
	const struct cmd_card_pf *card = cmd_cards_at(cards, pf);
	struct vfv_vf vf = {
		.present = 1U << VFIOV_A_VF_PF | 1U << VFIOV_A_VF_INDEX,
		.index = index,
	};

	vfv_bdf_format(pf, vf.pf);
	/* For an absent PF, look up only the host's name. */
	(void)vfv_names_read(cmd->root, card ? vf.pf : "", NULL, names);
	/* The VF's address is unknown, so use any address here and remove it below. */
	(void)vfv_facts_make(vf.pf, &vf, names, facts);
	facts->vf = (struct vfv_bdf){ 0 };
	facts->known &= ~(1U << VFV_FACT_BDF);
	if (card && card->serial_known)
		facts->serial = card->serial;
	else
		facts->known &= ~(1U << VFV_FACT_SERIAL);
	assume_driver(policy, facts);
	facts->available = can;
	facts->migratable = true;
	facts->known |= 1U << VFV_FACT_AVAILABLE | 1U << VFV_FACT_MIGRATABLE;
}
