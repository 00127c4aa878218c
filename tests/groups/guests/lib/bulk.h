/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Much data between Linux in a guest and the peer outside that returns it (tests/host/boot). */

#include "nic.h"

/*
 * Claims that it comes back the same, that eth0's counters have it in both directions, and that it
 * took no admin command; prints how long it took and the counters. eth0 has its address.
 */
void guest_bulk(struct tap *tap, struct guest *guest, struct vfdev *device, unsigned int vf);

/*
 * Claims that the queue pair of processor `pair`, which has each queue of it on that processor,
 * carries pings and answers, with interrupts of its own. Not a stream: one segment that another
 * processor sends goes to another pair's network, which knows of no such stream and ends it.
 */
void guest_bulk_pair(struct tap *tap, struct guest *guest, unsigned int pair);
