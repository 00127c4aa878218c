/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

struct rig;

/*
 * Kills a process that reads a register of BAR0 all the time, after this many milliseconds. Returns
 * the nanoseconds until it is gone. Gives up with "Bail out!".
 */
uint64_t killed_reader(struct rig *rig, unsigned int at, unsigned int after_ms);
