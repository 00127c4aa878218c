/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A VF and its user. The user randomly binds and unbinds the VF, sets profiles, opens and closes
 * the VF, accesses BAR0, kicks queues through an eventfd, resets the VF, and turns MSI-X or the pin
 * on and off. It closes the VF when the host asks for it back.
 */

#include "lib/guest-state.h"

void guest_start(struct guest *guest, uint64_t seed);
/* Waits for the thread after *stop is set; the VF is then closed, and may be bound. */
void guest_join(struct guest *guest);
/*
 * Checks for hanging guests. A guest that takes too long for one step is a finding, and ends the
 * run with "Bail out!". Call this function often: the time between calls counts only up to a limit,
 * because a stalled machine is not a hanging guest.
 */
void guest_look(struct guest *guest);
