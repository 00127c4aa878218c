/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The names of the PFs that one pass over requests or VFs has to do with. */

#include <stddef.h>

#include "policy/facts.h"

struct vd_manager;

/* Not kept for longer than a pass: interfaces are renamed, and come and go with the PF's driver. */
struct vd_known {
	size_t n;
	struct vd_known_pf {
		char pf[VFIOV_BDF_MAX + 1];
		struct vfv_names names;
	} pfs[16];
};

/* Valid until the next call. What cannot be read is not known. */
const struct vfv_names *vd_known_names(struct vd_manager *m, struct vd_known *known, const char *pf);
