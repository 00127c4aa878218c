/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Decisions in the kernel's audit records, read from the journal. */

#include "figure.h"

/* Starts counting decisions. */
void decisions_mark(struct figure *figure);
/*
 * Waits until n decisions are in the journal. The samples, which may be NULL, get the time of each
 * decision from the request to the answer. Returns the time from the first request to the last
 * answer. All times are in ns of the kernel's clock.
 */
uint64_t decisions_wait(struct figure *figure, int n, struct samples *latencies);
/*
 * Like decisions_wait(), but the samples get the time from @since[i], on CLOCK_REALTIME, to the
 * i-th decision. The decisions must be made in the order of @since.
 */
void decisions_wait_since(struct figure *figure, int n, const uint64_t since[],
			  struct samples *latencies);
