/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Bulk data between Linux in a guest and the peer outside that returns it (tests/host/boot). */

#include "nic.h"

/*
 * Claims that the same data comes back, that eth0's counters have it in both directions, and that
 * it took no admin command; prints the time and the counters. eth0 must have its address.
 */
void guest_bulk(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);

/*
 * Claims that the queue pair of processor `pair`, whose queues are both on that processor, carries
 * pings and answers, with interrupts of its own. A stream would not work: a segment that another
 * processor sends goes to another pair's network, which does not know the stream and resets it.
 */
void guest_bulk_pair(struct tap *tap, struct guest *guest, unsigned int pair);
