/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_BELL_H
#define VFIOV_NL_BELL_H

struct vfiov_nl_bell;

void vfiov_bells_init(void);

/* At unload, without vfiov.lock, when nothing can ring a doorbell any more. */
void vfiov_bells_exit(void);

/*
 * Both are called with vfiov.lock held. vfiov_bell_soon() rings a little later, once for all events
 * until then: one write can bind many VFs, and waking the owner for each can take longer than
 * binding them. vfiov_bell_now() is for urgent events, such as requests whose requester waits.
 */
void vfiov_bell_soon(struct vfiov_nl_bell *bell);
void vfiov_bell_now(struct vfiov_nl_bell *bell);

#endif
