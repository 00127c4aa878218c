/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include <stdint.h>

struct rig;

/*
 * A process that reads a register of BAR0 all the time is killed after so many milliseconds: how many
 * nanoseconds it takes to be gone. Gives up with "Bail out!".
 */
uint64_t killed_reader(struct rig *rig, unsigned int at, unsigned int after_ms);
