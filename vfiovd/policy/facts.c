/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>

#include "lib/macro.h"

#include "facts.h"

/* The facts known from the attributes in @vf, any of which may be missing. */
static uint32_t known_of(const struct vfv_vf *vf)
{
	const struct {
		enum vfv_fact fact;
		uint32_t attributes; /* all of them */
	} attributes[] = {
		{ VFV_FACT_ID, 1U << VFIOV_A_VF_VENDOR | 1U << VFIOV_A_VF_DEVICE },
		{ VFV_FACT_SUBSYSTEM,
		  1U << VFIOV_A_VF_SUBSYSTEM_VENDOR | 1U << VFIOV_A_VF_SUBSYSTEM_DEVICE },
		{ VFV_FACT_CLASS, 1U << VFIOV_A_VF_CLASS },
		{ VFV_FACT_AVAILABLE, 1U << VFIOV_A_VF_AVAILABLE },
		{ VFV_FACT_MIGRATABLE, 1U << VFIOV_A_VF_MIGRATABLE },
		{ VFV_FACT_NUMA, 1U << VFIOV_A_VF_NUMA_NODE },
	};
	uint32_t known = 0;

	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++)
		if ((vf->present & attributes[i].attributes) == attributes[i].attributes)
			known |= 1U << attributes[i].fact;
	return known;
}

/* Names that are not final are left out, so neither a match nor the index uses them. */
void vfv_facts_take_names(const struct vfv_names *names, struct vfv_facts *facts)
{
	facts->known |= names->known;
	if (vfv_knows(facts, VFV_FACT_NAMES))
		for (size_t i = 0; i < names->n_pf; i++)
			facts->pf_names[facts->n_pf_names++] = names->pf[i];
	if (vfv_knows(facts, VFV_FACT_PORT) && *names->port)
		facts->pf_port = names->port;
	if (vfv_knows(facts, VFV_FACT_HOST) && *names->host)
		facts->host = names->host;
}

int vfv_facts_make(const char *bdf, const struct vfv_vf *vf, const struct vfv_names *names,
		   struct vfv_facts *facts)
{
	*facts = (struct vfv_facts){
		.known = known_of(vf) | 1U << VFV_FACT_BDF,
		.has_pf = vfv_has(vf, VFIOV_A_VF_PF) && vfv_has(vf, VFIOV_A_VF_INDEX),
		.vendor = vf->vendor,
		.device = vf->device,
		.subsystem_vendor = vf->subsystem_vendor,
		.subsystem_device = vf->subsystem_device,
		.class = vf->class,
		.numa_node = vfv_has(vf, VFIOV_A_VF_NUMA_NODE) ? vf->numa_node : -1,
		.available = vfv_has(vf, VFIOV_A_VF_AVAILABLE) ? &vf->available : NULL,
		.migratable = vf->migratable,
		.serial = vf->serial,
	};
	if (*vf->driver) {
		facts->driver = vf->driver;
		facts->known |= 1U << VFV_FACT_DRIVER;
	}
	/*
	 * The serial number is the PF's. The kernel sends it whenever it knows the PF and the PF
	 * has one.
	 */
	if (facts->has_pf) {
		facts->index = vf->index;
		facts->known |= 1U << VFV_FACT_PF | 1U << VFV_FACT_SERIAL;
	}
	vfv_facts_take_names(names, facts);
	if (vfv_bdf_parse(bdf, &facts->vf) < 0)
		return -EINVAL;
	return facts->has_pf ? vfv_bdf_parse(vf->pf, &facts->pf) : 0;
}
