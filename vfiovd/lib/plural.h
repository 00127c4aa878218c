/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

/* The word that goes with N things: ONE for one of them, otherwise MANY. */
static inline const char *vfv_plural(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}
