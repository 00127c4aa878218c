// SPDX-License-Identifier: GPL-2.0-only
#include <time.h>

#include "lib/macro.h"
#include "state.h"
#include "stop.h"

static void stop(struct vd_manager *m)
{
	(void)sd_event_exit(m->event, 0);
}

void vd_stop_if_idle(struct vd_manager *m)
{
	if (m->stop_timer && !m->audit.busy)
		stop(m);
}

static int on_stop_timer(sd_event_source *source _unused_, uint64_t usec _unused_, void *userdata)
{
	stop(userdata);
	return 0;
}

int vd_stop_begin(struct vd_manager *m, uint64_t usec)
{
	uint64_t now;
	int r;

	r = sd_event_now(m->event, CLOCK_MONOTONIC, &now);
	if (r >= 0)
		r = sd_event_add_time(m->event, &m->stop_timer, CLOCK_MONOTONIC, now + usec, 0,
				      on_stop_timer, m);
	return r < 0 ? r : 0;
}
