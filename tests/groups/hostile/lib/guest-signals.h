/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What a guest has eventfds for; the VF is open. 0 or a negative errno. */

#include "lib/guest.h"

/* Turns MSI-X on, or off. */
int signals_msix(struct guest *guest);
/* Begins to use the interrupt pin, or ends that. */
int signals_pin(struct guest *guest);
/* Kicks a queue by an eventfd; the VF is not native. */
int signals_kick(struct guest *guest);
