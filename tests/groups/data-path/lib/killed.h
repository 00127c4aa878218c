/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

struct rig;

/*
 * Starts a process that reads a register of BAR0 continuously, and kills it after this many
 * milliseconds. Returns the time until it is gone, in nanoseconds. Ends the test with "Bail out!"
 * on an error.
 */
uint64_t killed_reader(struct rig *rig, unsigned int at, unsigned int after_ms);
