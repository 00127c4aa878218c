/* SPDX-License-Identifier: GPL-2.0-only */
/* Determines what one rule grants, given the gates, the device and the definition for the VF. */
#pragma once

#include "decision.h"
#include "define.h"
#include "rule.h"

/* Decide by @rule, which may be the default. @definition: for the VF, NULL for none. */
void vfv_grant_rule(const struct vfv_policy *policy, const struct vfv_rule *rule,
		    const struct vfv_facts *facts, const struct vfv_definition *definition,
		    struct vfv_decision *decision);

/* Decide by @rule whether @want is granted. */
void vfv_grant_want(const struct vfv_policy *policy, const struct vfv_rule *rule,
		    const struct vfv_facts *facts, const struct vfv_want *want,
		    struct vfv_decision *decision);
