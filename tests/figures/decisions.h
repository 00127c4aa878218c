/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Decisions, as the kernel has them in its audit, which the journal gets. */

#include "figure.h"

/* From here on decisions count. */
void decisions_mark(struct figure *figure);
/*
 * Waits until n decisions are in the journal. The samples, which may be NULL, get how long each took
 * from the request to the answer; returns the time from the first request to the last answer. All in
 * ns, by the kernel's clock.
 */
uint64_t decisions_wait(struct figure *figure, int n, struct samples *latencies);
