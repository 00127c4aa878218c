/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The interrupt pin of a legacy VF, and a driver without MSI-X. Functions without a result end the
 * test with "Bail out!".
 */

#include "client/nic.h"
#include "lib/rig.h"

#define PIN VFIO_PCI_INTX_IRQ_INDEX
#define PIN_SOON_MS 2000
/* How long to wait for something that must not happen. */
#define PIN_WHILE_MS 100

/* Starts the scene with VF index open as legacy, because no other profile has a pin. */
#define pin_begin(pin, index) rig_begin_open_as(&(pin)->rig, index, "legacy")

struct pin {
	struct rig rig;
	struct nic nic;
	int told, done; /* eventfds */
};

/* Returns whether the pin is asserted within this time, and clears the eventfd. */
bool pin_is_told(struct pin *pin, unsigned int ms);
/* Sends a frame; the device interrupts when it is done. */
void pin_send(struct pin *pin);
/* Reads ISR. */
unsigned int pin_isr(struct pin *pin);
