/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Caches the names of PFs during one pass over requests or VFs. */

#include <stddef.h>

#include "policy/facts.h"

struct vd_manager;

/*
 * The cache lives for one pass only, because interfaces are renamed, and come and go with the PF's
 * driver.
 */
struct vd_known {
	size_t n;
	struct vd_known_pf {
		char pf[VFIOV_BDF_MAX + 1];
		struct vfv_names names;
	} pfs[16];
};

/* The result is valid until the next call. A name that cannot be read is unknown. */
const struct vfv_names *vd_known_names(struct vd_manager *m, struct vd_known *known, const char *pf);
