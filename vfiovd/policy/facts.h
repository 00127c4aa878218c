/* SPDX-License-Identifier: GPL-2.0-only */
/* From what the kernel says of a VF, and what is known beside it, to what a policy looks at. */
#pragma once

#include <net/if.h>

#include "lib/link.h"
#include "lib/sysfs.h"

#include "policy.h"

enum { VFV_HOST_SIZE = 65 }; /* bytes of a host name with its NUL (HOST_NAME_MAX) */

/* What the kernel does not send along with a VF. "" is absent. */
struct vfv_names {
	uint32_t known; /* of VFV_FACT_NAMES, _PORT and _HOST; names that are not final are not */
	size_t n_pf;
	char pf[VFV_PF_NAMES_MAX][VFV_ALT_NAME_SIZE]; /* the interface's name, then others */
	char port[VFV_PORT_NAME_SIZE];
	char host[VFV_HOST_SIZE];
};

static inline bool vfv_names_know(const struct vfv_names *names, enum vfv_fact fact)
{
	return names->known >> fact & 1;
}

/**
 * vfv_facts_make - gather what is known
 * @bdf: of the VF, because the vf nest of a request has none
 * @vf: attributes that are not present are not known; but a PF without a serial number has none
 * @names: borrowed by @facts
 *
 * Return: 0, -EINVAL when @bdf, or an address in @vf, is none.
 */
int vfv_facts_make(const char *bdf, const struct vfv_vf *vf, const struct vfv_names *names,
		   struct vfv_facts *facts);
