/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Measured values and their statistics. */

#include <stddef.h>
#include <stdint.h>

#define SAMPLES_MAX 4096

struct samples {
	size_t n;
	uint64_t value[SAMPLES_MAX];
};

/* Values beyond SAMPLES_MAX are dropped. */
void samples_add(struct samples *samples, uint64_t value);
/* Sorts the values and returns the percentile, or 0 if there are no values. */
uint64_t samples_percentile(struct samples *samples, unsigned int percent);
