// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "clean.h"
#include "lib/names.h"
#include "log.h"
#include "role.h"

enum { RETRY_USEC = 50000 };

void vd_role_set(struct vd_manager *m, enum vd_server_state state, const char *text)
{
	struct vd_server *s = &m->server;
	char other[sizeof(s->other)];
	bool changed;

	/*
	 * Another owner may choose any name, so clean it: line breaks separate the parts of the
	 * status.
	 */
	snprintf(other, sizeof(other), "%s", text);
	vd_clean(other);
	changed = s->state != state || strcmp(s->other, other) != 0;
	s->state = state;
	s->ring_full = false;
	strcpy(s->other, other);
	if (!changed)
		return;
	switch (state) {
	case VD_SERVER_NO_MODULE:
		vd_log(m, LOG_INFO, "Kernel module %s is not loaded, waiting for it",
		       VFV_MODULE_NAME);
		break;
	case VD_SERVER_NOT_OWNER:
		vd_log_send(m, vd_log_begin(m, LOG_WARNING, VFV_ID_NOT_OWNER,
					    "%s is the owner, waiting for it to exit", other));
		break;
	case VD_SERVER_REJECTED:
		vd_log_send(m, vd_log_begin(m, LOG_ERR, VFV_ID_NOT_OWNER,
					    "The kernel refused to register vfiovd as the owner: %s", other));
		break;
	case VD_SERVER_OWNER:
		vd_log(m, LOG_INFO, "Owner of module instance %s", other);
		break;
	}
}

bool vd_role_lost(struct vd_manager *m, int r)
{
	if (r == -ENOENT) {
		vd_role_set(m, VD_SERVER_NO_MODULE, "");
		return true;
	}
	if (r == -EPERM) {
		vd_role_set(m, VD_SERVER_REJECTED, "no longer the owner");
		vd_role_retry(m);
		return true;
	}
	return false;
}

bool vd_role_unloading(int r)
{
	/* The error of netlink_dump_start() for a module that is being unloaded. */
	return r == -EPROTONOSUPPORT;
}

void vd_role_retry(struct vd_manager *m)
{
	uint64_t now;

	if (sd_event_now(m->event, CLOCK_MONOTONIC, &now) < 0)
		return;
	(void)sd_event_source_set_time(m->server.retry, now + RETRY_USEC);
	(void)sd_event_source_set_enabled(m->server.retry, SD_EVENT_ONESHOT);
}
