/* SPDX-License-Identifier: GPL-2.0-only */
/* From what the kernel says of a VF, and what is known beside it, to what a policy looks at. */
#pragma once

#include <net/if.h>

#include "lib/sysfs.h"

#include "policy.h"

enum { VFV_HOST_SIZE = 65 }; /* bytes of a host name with its NUL (HOST_NAME_MAX) */

/* What the kernel does not send along with a VF. "" is "not known". */
struct vfv_names {
	char netdev[IFNAMSIZ];
	char port[VFV_PORT_NAME_SIZE];
	char host[VFV_HOST_SIZE];
};

/**
 * vfv_facts_make - gather what is known
 * @bdf: of the VF, because the vf nest of a request has none
 * @vf: attributes that are not present are not known
 * @names: borrowed by @facts
 *
 * Return: 0, -EINVAL when @bdf, or an address in @vf, is none.
 */
int vfv_facts_make(const char *bdf, const struct vfv_vf *vf, const struct vfv_names *names,
		   struct vfv_facts *facts);
