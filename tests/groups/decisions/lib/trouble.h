/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Disturbs vfiovd, journald and the module while VFs are used. Errors of void functions end the
 * test with "Bail out!".
 */

#include <net/if.h>
#include <stdbool.h>

#include "scene/scene.h"

enum { TROUBLES = 8 };

struct trouble {
	struct vfv_genl *genl;
	unsigned int times[TROUBLES], made;
	char name[IFNAMSIZ], other[IFNAMSIZ]; /* names of the PF's interface: the first one, and
					       * another */
	bool renamed;			      /* it currently has the other name */
};

/* Finds the PF's interface. */
void trouble_begin(struct trouble *t, struct scene *scene);

/*
 * Causes one disturbance, which lasts at most @ms: each kind once, in order, and then kinds at
 * random.
 */
void trouble_make(struct trouble *t, unsigned int ms);

/* Gives the PF's interface its other name, or the first one again. */
void trouble_rename(struct trouble *t);

/* Prints how often each disturbance was caused. */
void trouble_tell(const struct trouble *t);

/* Gives the interface its first name, and brings it up. */
void trouble_end(struct trouble *t);
