/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The VFs of all PFs there are, for what has to do with their number. Functions without a result give
 * up with "Bail out!".
 */

#include "scene/scene.h"

#define FLEET_MAX 512

struct fleet {
	unsigned int n, pfs;
	char bdf[FLEET_MAX][VFIO_BDF_LEN]; /* in the order of PFs, of numbers under each */
	char pf[8][VFIO_BDF_LEN];
};

/* Makes as many VFs as each PF can have; without drivers. */
void fleet_make(struct fleet *fleet);
/* Unbinds them; the scene's PF has the scene's number again, the others have none. */
void fleet_end(struct fleet *fleet);

/* Binds VFs from the first to before the last to our driver; took_ns, which may be NULL, of each. */
void fleet_bind(const struct fleet *fleet, unsigned int first, unsigned int last, uint64_t took_ns[]);
/* All at once: each waits for grace periods of RCU. */
void fleet_unbind(const struct fleet *fleet, unsigned int first, unsigned int last);
/* Until no VF waits for a decision any more. */
void fleet_wait_decided(struct vfv_genl *genl);
