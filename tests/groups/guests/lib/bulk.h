/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Sends bulk data from Linux in a guest to a peer outside that returns it (tests/host/boot). */

#include "nic.h"

/*
 * Claims that the same data comes back, that eth0's counters include it in both directions, and
 * that no admin command was sent. Prints the duration and the counters. eth0 must have its address.
 */
void guest_bulk(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);

/*
 * Claims that the queue pair of CPU `pair` carries pings and their answers, with its own
 * interrupts. Both queues of the pair are on that CPU. A TCP stream would not work: a segment that
 * another CPU sends goes to another pair's network, which does not know the stream and resets it.
 */
void guest_bulk_pair(struct tap *tap, struct guest *guest, unsigned int pair);
