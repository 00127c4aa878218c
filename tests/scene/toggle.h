/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A separate process that repeatedly unbinds a VF and binds it to our driver. Errors end the test
 * with "Bail out!".
 */

#include <sys/types.h>

pid_t toggle_start(const char *bdf, unsigned int pause_ms);
/* Kills the process. The VF may be bound or not. */
void toggle_stop(pid_t pid);
