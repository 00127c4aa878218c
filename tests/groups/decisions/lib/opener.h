/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Another process that opens a VF, as a virtual machine monitor does, and that can be left waiting
 * in the kernel or killed there. Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "client/vfio.h"

struct opener {
	pid_t pid;
	int to, from; /* pipes */
};

/* What came of the open. */
struct opener_result {
	int r;
	uint64_t took_ns;
	bool native;
};

/* Returns with the VF's group attached, and the open about to begin. */
void opener_start(struct opener *opener, const char *bdf);
/* Waits for the end of the open; -ETIMEDOUT. The VF stays open. */
int opener_wait(struct opener *opener, struct opener_result *result, unsigned int timeout_ms);
/* Has the VF closed and the process end. */
void opener_close(struct opener *opener);
/* SIGKILL; returns how long the process took to be gone, or -ETIMEDOUT in nanoseconds' place. */
int64_t opener_kill(struct opener *opener, unsigned int timeout_ms);
