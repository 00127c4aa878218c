/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The VFs of all PFs, for tests of large numbers. Functions without a result give up with "Bail
 * out!".
 */

#include "scene/scene.h"

#define FLEET_MAX 512

struct fleet {
	unsigned int n, pfs;
	char bdf[FLEET_MAX][VFIO_BDF_LEN]; /* in the order of PFs, and of their numbers on each */
	char pf[8][VFIO_BDF_LEN];
};

/* Creates as many VFs as each PF can have, without drivers. */
void fleet_make(struct fleet *fleet);
/* Unbinds them, and restores the number of VFs: the scene's on its PF, none on the others. */
void fleet_end(struct fleet *fleet);

/*
 * Binds VFs from first to last - 1 to our driver; took_ns, which may be NULL, gets the time of
 * each.
 */
void fleet_bind(const struct fleet *fleet, unsigned int first, unsigned int last, uint64_t took_ns[]);
/* All at once, because each waits for grace periods of RCU. */
void fleet_unbind(const struct fleet *fleet, unsigned int first, unsigned int last);
/* Waits until no VF waits for a decision. */
void fleet_wait_decided(struct vfv_genl *genl);
