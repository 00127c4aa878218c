/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Disturbs vfiovd and journald, one action after the other, in a separate thread. */

#include <pthread.h>
#include <stdatomic.h>

#include "lib/dice.h"
#include "scene/scene.h"

enum service_trouble {
	SERVICE_KILL, /* systemd starts it again */
	SERVICE_RESTART,
	SERVICE_STOP, /* for a while */
	SERVICE_POLICY,
	SERVICE_PARAMS,
	SERVICE_JOURNAL_STOP, /* for a while */
	SERVICE_JOURNAL_RESTART,
	SERVICE_TROUBLES,
};

struct service {
	struct scene *scene;
	atomic_bool stop;
	atomic_bool *mercy; /* while this is set, there are no disturbances, so that the daemons can
			     * catch up */
	pthread_t thread;
	struct dice dice;
	struct vfv_genl *genl;
	unsigned int troubles[SERVICE_TROUBLES];
};

void service_start(struct service *service, struct scene *scene, atomic_bool *mercy, uint64_t seed);
/* Waits for the thread; afterwards, both daemons run. */
void service_join(struct service *service);
