/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A TCP connection from Linux in a guest to the outside peer that returns what it gets
 * (tests/host/boot): ten lines a second, in one process. It migrates with the guest.
 */

#include "guests/lib/guest.h"
#include "scene/tap.h"

/* Opens the connection. eth0 must have its address. */
void stream_start(struct guest *guest);
/* Claims that more lines come back from now on. */
void stream_goes_on(struct tap *tap, struct guest *guest, const char *when);
/* Claims that all lines came back, in order, and closes the connection. */
void stream_stop(struct tap *tap, struct guest *guest);
