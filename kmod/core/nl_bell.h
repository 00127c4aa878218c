/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_NL_BELL_H
#define VFIOV_NL_BELL_H

struct vfiov_nl_bell;

void vfiov_bells_init(void);

/* At unload, without vfiov.lock, when nobody can ring any more. */
void vfiov_bells_exit(void);

/*
 * Both with vfiov.lock held. Soon is once for all that comes by then: many VFs are bound in
 * one write, and to wake the owner up for each can take longer than to bind them. Now is
 * for what somebody waits for.
 */
void vfiov_bell_soon(struct vfiov_nl_bell *bell);
void vfiov_bell_now(struct vfiov_nl_bell *bell);

#endif
