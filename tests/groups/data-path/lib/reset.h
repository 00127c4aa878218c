/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Registers of an open VF that its driver caches, to detect whether they are dropped when the
 * function loses its state. Functions without a result end the test with "Bail out!".
 */

#include "lib/rig.h"
#include "scene/by-hand.h"

/*
 * Sets Device Status to ACKNOWLEDGE and DRIVER, and an address of queue 0. Both are then read
 * without a command.
 */
void reset_set_up(struct rig *rig);

/*
 * Returns whether neither register has the value from reset_set_up(): it is reset, or the read
 * fails.
 */
bool reset_is_seen(struct rig *rig);
