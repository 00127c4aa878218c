/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The state of a guest, see guest.h. */

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
	atomic_bool *hold, *stop;      /* commands to all guests: close the VF and wait, and stop */
	pthread_t thread;
	atomic_bool parked;

	/* Written by the guest for the hang check. */
	_Atomic(const char *) step;
	atomic_uint begun; /* number of steps */
	atomic_int tid;

	/* Used by the thread that checks for hangs. */
	unsigned int seen; /* last seen value of begun */
	uint64_t seen_ns, stuck_ns;

	/* Private to the guest's thread. */
	struct dice dice;
	struct vfv_genl *genl;
	struct vfio_vf vf; /* valid while the device is open */
	struct mark mark;
	int request;	      /* eventfd through which the host asks for the VF back */
	int vectors[2], kick; /* also eventfds */
	int file;	      /* of a migration, perhaps of one that has ended; or -1 */
	bool pin;	      /* in use */
	unsigned int session;
	unsigned long steps, accesses, failed;
};
