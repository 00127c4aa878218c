// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "generation.h"
#include "policy/policy.h"
#include "state.h"

const char *vd_generation_hash(const struct vd_manager *m, uint64_t generation)
{
	const struct vd_policy *p = &m->policy;
	size_t n = p->n_history < VD_POLICY_HISTORY ? p->n_history : VD_POLICY_HISTORY;

	for (size_t i = 0; i < n; i++)
		if (p->history[i].generation == generation)
			return p->history[i].hash;
	return NULL;
}

void vd_generation_set(struct vd_manager *m, uint64_t generation)
{
	struct vd_policy *p = &m->policy;
	size_t i;

	p->generation = generation;
	if (vd_generation_hash(m, generation))
		return;
	i = p->n_history++ % VD_POLICY_HISTORY;
	p->history[i].generation = generation;
	snprintf(p->history[i].hash, sizeof(p->history[i].hash), "%s", vfv_policy_hash(p->current));
}
