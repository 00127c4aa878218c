/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What a guest keeps; guest.h says what it is. */

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
	atomic_bool *hold, *stop;      /* for all guests: close and wait; stop */
	pthread_t thread;
	atomic_bool parked;

	/* For the check whether it hangs. */
	_Atomic(const char *) step;
	atomic_uint begun; /* how many steps */
	atomic_int tid;

	/* Of the one who looks. */
	unsigned int seen; /* of begun */
	uint64_t seen_ns, stuck_ns;

	/* The thread's own. */
	struct dice dice;
	struct vfv_genl *genl;
	struct vfio_vf vf; /* valid while its device is open */
	struct mark mark;
	int request;	      /* eventfd: the host wants the VF back */
	int vectors[2], kick; /* eventfds as well */
	bool pin;	      /* in use */
	unsigned int session;
	unsigned long steps, accesses, failed;
};
