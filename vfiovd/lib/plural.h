/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

/* Return the word for N things: ONE if N is 1, otherwise MANY. */
static inline const char *vfv_plural(uint64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}
