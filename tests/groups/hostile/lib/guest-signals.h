/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A guest's uses of eventfds; the VF is open. Functions return 0 or a negative errno. */

#include "lib/guest-state.h"

/* Turns MSI-X on, or off. */
int signals_msix(struct guest *guest);
/* Starts to use the interrupt pin, or stops. */
int signals_pin(struct guest *guest);
/* Kicks a queue through an eventfd; the VF is not native. */
int signals_kick(struct guest *guest);
