/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_DOORBELL_H
#define VFIOV_NL_DOORBELL_H

struct vfiov_nl_doorbell;

void vfiov_doorbells_init(void);

/* Called at unload, without vfiov.lock, when nothing can ring a doorbell. */
void vfiov_doorbells_exit(void);

/*
 * Both are called with vfiov.lock held. vfiov_doorbell_soon() rings a little later, once for all
 * events until then: one write can bind many VFs, and waking the owner for each can take longer
 * than binding them. vfiov_doorbell_now() is for urgent events, such as requests whose requester
 * waits.
 */
void vfiov_doorbell_soon(struct vfiov_nl_doorbell *doorbell);
void vfiov_doorbell_now(struct vfiov_nl_doorbell *doorbell);

#endif
