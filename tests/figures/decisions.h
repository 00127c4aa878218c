/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Decisions in the kernel's audit, from the journal. */

#include "figure.h"

/* Starts to count decisions. */
void decisions_mark(struct figure *figure);
/*
 * Waits until n decisions are in the journal. The samples, which may be NULL, get the time of each
 * from the request to the answer; returns the time from the first request to the last answer. All
 * in ns of the kernel's clock.
 */
uint64_t decisions_wait(struct figure *figure, int n, struct samples *latencies);
