/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A VF and its user: at random it binds and unbinds the VF, sets profiles, opens and closes it,
 * accesses BAR0, kicks queues through an eventfd, resets it, and turns MSI-X or the pin on and off.
 * It closes the VF when the host wants it back.
 */

#include "lib/guest-state.h"

void guest_start(struct guest *guest, uint64_t seed);
/* After *stop: waits for the thread; the VF is then closed, and may be bound. */
void guest_join(struct guest *guest);
/*
 * A guest that takes too long for one step is a finding, and ends the run: "Bail out!". Call it
 * often: time between calls counts only up to a limit, because a stalled machine is not a hanging
 * guest.
 */
void guest_look(struct guest *guest);
