/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Values that were measured, and what can be said of them. */

#include <stddef.h>
#include <stdint.h>

#define SAMPLES_MAX 4096

struct samples {
	size_t n;
	uint64_t value[SAMPLES_MAX];
};

/* What is more than SAMPLES_MAX is left out. */
void samples_add(struct samples *samples, uint64_t value);
/* The smallest value that so many percent do not exceed, 0 without any; sorts the values. */
uint64_t samples_percentile(struct samples *samples, unsigned int percent);
