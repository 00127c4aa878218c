/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A VF and whoever has it: binds and unbinds it, asks for profiles, opens and closes it, works BAR0,
 * kicks its queues by an eventfd, resets it, turns MSI-X or the pin on and off, as its dice say; and
 * closes when the host wants the VF back.
 */

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "client/vfio.h"
#include "lib/dice.h"
#include "lib/genl.h"
#include "lib/mark.h"
#include "lib/replay.h"

struct guest {
	unsigned int index;
	char bdf[VFIO_BDF_LEN];
	struct replay *_Atomic replay; /* changes only while the guest is parked */
	atomic_bool *hold, *stop;      /* of all guests: close and wait; come to an end */
	pthread_t thread;
	atomic_bool parked;

	/* For whoever looks whether it hangs. */
	_Atomic(const char *) step;
	atomic_uint begun; /* how many steps */
	atomic_int tid;

	/* Of the one who looks. */
	unsigned int seen; /* of begun */
	uint64_t seen_ns, stuck_ns;

	/* The thread's own. */
	struct dice dice;
	struct vfv_genl *genl;
	struct vfio_vf vf; /* open when its device is */
	struct mark mark;
	int request;	      /* eventfd: the host wants the VF back */
	int vectors[2], kick; /* eventfds as well */
	bool pin;	      /* in use */
	unsigned int session;
	unsigned long steps, accesses, failed;
};

void guest_start(struct guest *guest, uint64_t seed);
/* After *stop: waits for the thread; the VF is closed then, and perhaps bound. */
void guest_join(struct guest *guest);
/*
 * A guest that has been too long at what it does is a finding, and the end: "Bail out!". To be
 * called often: time in which nobody looked does not count, for a machine that stood still is no
 * guest that hangs.
 */
void guest_look(struct guest *guest);
