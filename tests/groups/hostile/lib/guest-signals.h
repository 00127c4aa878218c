/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A guest's use of eventfds. The VF must be open. Functions return 0 or a negative errno. */

#include "lib/guest-state.h"

/* Toggles MSI-X. */
int signals_msix(struct guest *guest);
/* Toggles the use of the interrupt pin. */
int signals_pin(struct guest *guest);
/* Kicks a queue through an eventfd. The VF must not be native. */
int signals_kick(struct guest *guest);
