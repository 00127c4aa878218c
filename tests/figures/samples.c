// SPDX-License-Identifier: GPL-2.0-only
#include "samples.h"

#include <stdlib.h>

void samples_add(struct samples *samples, uint64_t value)
{
	if (samples->n < SAMPLES_MAX)
		samples->value[samples->n++] = value;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

uint64_t samples_percentile(struct samples *samples, unsigned int percent)
{
	size_t rank = (samples->n * percent + 99) / 100;

	if (!samples->n)
		return 0;
	qsort(samples->value, samples->n, sizeof(*samples->value), compare);
	return samples->value[rank ? rank - 1 : 0];
}
