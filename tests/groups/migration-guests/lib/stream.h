/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A TCP connection from Linux in a guest to the peer outside, which returns what it receives
 * (tests/host/boot). One process sends ten lines a second. Both migrate with the guest.
 */

#include "guests/lib/guest.h"
#include "scene/tap.h"

/* Opens the connection. eth0 must have its address. */
void stream_start(struct guest *guest);
/* Claims that more lines are returned from now on. */
void stream_goes_on(struct tap *tap, struct guest *guest, const char *when);
/* Claims that all lines were returned in order, and closes the connection. */
void stream_stop(struct tap *tap, struct guest *guest);
