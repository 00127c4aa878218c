/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Logs what rules with log_only would have decided. */

#include "lib/msg.h"
#include "policy/policy.h"

struct vd_manager;

/* WANT is as for vfv_policy_would_decide(). ACTUAL is the answer to REQUEST. */
void vd_log_only(struct vd_manager *m, const struct vfv_request *request,
		 const struct vfv_facts *facts, const struct vfv_want *want,
		 const struct vfv_decision *actual);
