/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The interrupt pin of a legacy VF, and a driver that knows no MSI-X. Functions without a result
 * give up with "Bail out!".
 */

#include "client/nic.h"
#include "lib/rig.h"

#define PIN VFIO_PCI_INTX_IRQ_INDEX
#define PIN_SOON_MS 2000
/* To see that something does not happen. */
#define PIN_WHILE_MS 100

/* The scene with VF index open and legacy: no other has a pin. */
#define pin_begin(pin, index) rig_begin_open_as(&(pin)->rig, index, "legacy")

struct pin {
	struct rig rig;
	struct nic nic;
	int told, done; /* eventfds */
};

/* Whether it is asserted within this time, and takes note of it. */
bool pin_is_told(struct pin *pin, unsigned int ms);
/* The device interrupts when a frame has left. */
void pin_send(struct pin *pin);
/* Reads ISR. */
unsigned int pin_isr(struct pin *pin);
