/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The block PF, which the emulated host has beside the network PF of the scene. */

#include <stdbool.h>

#include "client/vfio.h"

/* Returns false when there is none. */
bool block_pf_find(char bdf[static VFIO_BDF_LEN]);
