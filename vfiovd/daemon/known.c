// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "known.h"
#include "log.h"
#include "policy/names-read.h"
#include "policy/policy.h"
#include "state.h"

const struct vfv_names *vd_known_names(struct vd_manager *m, struct vd_known *known, const char *pf)
{
	struct vd_known_pf *new;
	int r;

	for (size_t i = 0; i < known->n && i < ARRAY_SIZE(known->pfs); i++)
		if (strcmp(known->pfs[i].pf, pf) == 0)
			return &known->pfs[i].names;
	new = &known->pfs[known->n++ % ARRAY_SIZE(known->pfs)];
	snprintf(new->pf, sizeof(new->pf), "%s", pf);
	r = vfv_names_read(m->options.root, pf, vfv_policy_uses(m->policy.current), &new->names);
	if (r < 0)
		vd_log_limited(m, LOG_WARNING, "%s: cannot read its names: %s", pf, strerror(-r));
	return &new->names;
}
