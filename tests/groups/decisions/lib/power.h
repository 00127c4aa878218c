/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Power states of an open VF, as its guest changes them in config space. */

#include <stdbool.h>

#include "client/vfio.h"

/* To D3hot, and back when told so. Returns false for a VF that has no power management. */
bool power_down(struct vfio_vf *vf, bool wake);
