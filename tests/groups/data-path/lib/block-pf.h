/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The emulated host's block PF; the scene uses the network PF. */

#include <stdbool.h>

#include "client/vfio.h"

/* Returns false if there is none. */
bool block_pf_find(char bdf[static VFIO_BDF_LEN]);
