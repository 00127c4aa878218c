/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A separate process that opens a VF, as a VMM does. It can be left to wait in the kernel, or be
 * killed there. Errors of void functions end the test with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/vfio.h"

struct opener {
	pid_t pid;
	int to, from; /* pipes */
};

/* The result of the open. */
struct opener_result {
	int r;
	uint64_t took_ns;
	bool native;
};

/* Returns when the VF's group is attached and the open is about to begin. */
void opener_start(struct opener *opener, const char *bdf);
/* Waits until the open returns; -ETIMEDOUT if it does not. The VF stays open. */
int opener_wait(struct opener *opener, struct opener_result *result, unsigned int timeout_ms);
/* Makes the process close the VF and exit. */
void opener_close(struct opener *opener);
/* Sends SIGKILL. Returns the time in nanoseconds until the process is gone, or -ETIMEDOUT. */
int64_t opener_kill(struct opener *opener, unsigned int timeout_ms);
