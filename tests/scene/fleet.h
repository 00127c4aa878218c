/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The VFs of all PFs, for tests with many VFs. Errors of void functions end the test with "Bail
 * out!".
 */

#include "scene/scene.h"

#define FLEET_MAX 512

struct fleet {
	unsigned int n, pfs;
	char bdf[FLEET_MAX][VFIO_BDF_LEN]; /* ordered by PF, and by number on each PF */
	char pf[8][VFIO_BDF_LEN];
};

/* Creates the maximum number of VFs on each PF, without drivers. */
void fleet_make(struct fleet *fleet);
/* Unbinds the VFs, and restores their number: the scene's number on its PF, none on the others. */
void fleet_end(struct fleet *fleet);

/*
 * Binds VFs from @first to @last - 1 to @driver; @took_ns, which may be NULL, receives the time for
 * each.
 */
void fleet_bind(const struct fleet *fleet, const char *driver, unsigned int first,
		unsigned int last, uint64_t took_ns[]);
/* Unbinds all VFs in parallel, because each unbind waits for RCU grace periods. */
void fleet_unbind(const struct fleet *fleet, unsigned int first, unsigned int last);
/* Waits until every VF has a decision. */
void fleet_wait_decided(struct vfv_genl *genl);
