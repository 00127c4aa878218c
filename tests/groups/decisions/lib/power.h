/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Changes the power state of an open VF through config space, as a guest does. */

#include <stdbool.h>

#include "client/vfio.h"

/* Puts the VF into D3hot, or back into D0. Returns false for a VF without power management. */
bool power_down(struct vfio_vf *vf, bool wake);
