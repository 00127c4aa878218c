/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>

#include "facts.h"

static const char *known(const char *text)
{
	return *text ? text : NULL;
}

int vfv_facts_make(const char *bdf, const struct vfv_vf *vf, const struct vfv_names *names,
		   struct vfv_facts *facts)
{
	*facts = (struct vfv_facts){
		.has_pf = vfv_has(vf, VFIOV_A_VF_PF) && vfv_has(vf, VFIOV_A_VF_INDEX),
		.index = vf->index,
		.vendor = vf->vendor,
		.device = vf->device,
		.subsystem_vendor = vf->subsystem_vendor,
		.subsystem_device = vf->subsystem_device,
		.class = vf->class,
		.numa_node = vfv_has(vf, VFIOV_A_VF_NUMA_NODE) ? vf->numa_node : -1,
		.available = vf->available,
		.migratable = vf->migratable,
		.serial = vf->serial,
		.pf_netdev = known(names->netdev),
		.pf_port = known(names->port),
		.host = known(names->host),
	};
	if (vfv_bdf_parse(bdf, &facts->vf) < 0)
		return -EINVAL;
	return facts->has_pf ? vfv_bdf_parse(vf->pf, &facts->pf) : 0;
}
