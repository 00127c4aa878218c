/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Changes the power state of an open VF, as a guest and its VMM do. */

#include <stdbool.h>

#include "client/vfio.h"

enum power_way {
	POWER_D3HOT,	/* through config space; the VF stays in this state */
	POWER_D3HOT_D0, /* there and back */
	POWER_SUSPEND,	/* the VF may be suspended at runtime until the next access to it */
	POWER_WAYS,
};

/* Returns false for a VF without power management. */
bool power_change(struct vfio_vf *vf, enum power_way way);
