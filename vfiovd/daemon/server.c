// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#include "audit.h"
#include "decide.h"
#include "lib/genl.h"
#include "lib/names.h"
#include "log.h"
#include "recheck.h"
#include "reload.h"
#include "role.h"
#include "server.h"
#include "state.h"
#include "watch.h"

/* A bug can lose doorbells unnoticed, so check from time to time anyway. */
enum { TICK_USEC = 10000000 };

static void become_owner(struct vd_manager *m, const struct vfv_status *before,
			 const struct vfv_status *registered)
{
	char instance[37];

	memcpy(m->server.instance, registered->instance, sizeof(m->server.instance));
	vfv_instance_format(registered->instance, instance);
	vd_role_set(m, VD_SERVER_OWNER, instance);
	/* Events of VFs are frequent, and an owner does not need them. */
	(void)vfv_genl_leave(m->genl, VFV_GROUP_VF);
	vd_policy_announce(m, before);
	vd_audit_new_owner(m);
	vd_decide_pull(m);
	vd_recheck_granted(m);
	vd_audit_kick(m);
}

void vd_server_find(struct vd_manager *m)
{
	struct vfv_status before = { 0 }, registered;
	struct vfv_nl_error error = { 0 };
	char other[sizeof(m->server.other)];
	int r;

	r = vfv_genl_resolve(m->genl);
	/* Join first, so that the exit of another owner from now on is noticed. */
	if (r == 0)
		r = vfv_genl_join(m->genl, VFV_GROUP_REQUEST | VFV_GROUP_AUDIT | VFV_GROUP_VF);
	if (r == 0)
		r = vfv_genl_status_get(m->genl, &before, &error);
	if (r == 0)
		r = vfv_genl_check_abi(&before, VFV_DAEMON_NAME, &error);
	if (r == -ENOENT) {
		vd_role_set(m, VD_SERVER_NO_MODULE, "");
		return;
	}
	/* Requesting a role that is taken would be audited as a refusal. */
	if (r == 0 && vfv_has(&before, VFIOV_A_STATUS_OWNER_NAME) &&
	    before.owner_pid == (uint32_t)getpid())
		registered = before;
	else if (r == 0 && vfv_has(&before, VFIOV_A_STATUS_OWNER_NAME))
		r = -EEXIST;
	else if (r == 0)
		r = vfv_genl_owner_register(m->genl, VFV_DAEMON_NAME, &registered, &error);
	if (r == 0) {
		become_owner(m, &before, &registered);
	} else if (r == -EEXIST) {
		snprintf(other, sizeof(other), "%s (pid %" PRIu32 ")",
			 before.owner_name[0] ? before.owner_name : "another process",
			 before.owner_pid);
		vd_role_set(m, VD_SERVER_NOT_OWNER, other);
	} else {
		error.code = r;
		vd_role_set(m, VD_SERVER_REJECTED, vfv_nl_error_text(&error));
	}
}

static void resync(struct vd_manager *m)
{
	bool owner = m->server.state == VD_SERVER_OWNER;

	if (owner)
		vd_decide_pull(m);
	/*
	 * A single lookup finds a module that was unloaded and loaded again unnoticed. Afterwards
	 * its absence is not polled, see on_tick().
	 */
	if (m->server.state != VD_SERVER_OWNER)
		vd_server_find(m);
	else if (owner)
		vd_audit_kick(m);
}

static void on_notice(const struct vfv_notice *notice, void *userdata)
{
	struct vd_manager *m = userdata;
	bool owner = m->server.state == VD_SERVER_OWNER;

	switch (notice->type) {
	case VFV_NOTICE_FAMILY_NEW:
		/*
		 * This changes nothing if vfiovd is already the owner, and otherwise finds out
		 * whether it can be.
		 */
		resync(m);
		return;
	case VFV_NOTICE_FAMILY_GONE:
		vd_role_set(m, VD_SERVER_NO_MODULE, "");
		return;
	case VFV_NOTICE_STATUS:
		if (!owner)
			vd_server_find(m);
		return;
	case VFV_NOTICE_REQUEST:
		if (owner)
			vd_decide_pull(m);
		return;
	case VFV_NOTICE_AUDIT:
		if (owner)
			vd_audit_kick(m);
		return;
	case VFV_NOTICE_VF:
	case VFV_NOTICE_VF_GONE:
		return;
	}
}

static int on_events(sd_event_source *source _unused_, int fd _unused_, uint32_t events _unused_,
		     void *userdata)
{
	struct vd_manager *m = userdata;
	int r;

	r = vfv_genl_events_read(m->genl, on_notice, m);
	if (r == -ENOBUFS) {
		vd_log_limited(m, LOG_WARNING, "Kernel events were lost, reading the state again");
		resync(m);
	} else if (r < 0) {
		vd_log_limited(m, LOG_ERR, "Cannot read kernel events: %s", strerror(-r));
	}
	return 0;
}

/*
 * This timer also notifies the service manager's watchdog, twice as often as required. An idle
 * daemon has no other wake-up.
 */
static uint64_t tick_usec(void)
{
	uint64_t watchdog;

	return sd_watchdog_enabled(false, &watchdog) > 0 ? watchdog / 2 : TICK_USEC;
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct vd_manager *m = userdata;

	(void)sd_notify(false, "WATCHDOG=1");
	/*
	 * Do not poll while the module is absent: its return is announced. If /sys does not show it
	 * (see vfv_genl_resolve()), the lookup would ask the kernel, which would load a module that
	 * somebody has unloaded.
	 */
	if (m->server.state != VD_SERVER_NO_MODULE)
		resync(m);
	/* Read the host's name, in case its file cannot be polled. */
	vd_watch_host(m);
	(void)sd_event_source_set_time(source, usec + tick_usec());
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static int on_retry(sd_event_source *source _unused_, uint64_t usec _unused_, void *userdata)
{
	resync(userdata);
	return 0;
}

int vd_server_start(struct vd_manager *m)
{
	struct vd_server *s = &m->server;
	uint64_t now;
	int r;

	r = vfv_genl_open(&m->genl, &m->hook);
	if (r == 0)
		r = vfv_genl_events_open(m->genl);
	if (r == 0)
		r = sd_event_add_io(m->event, &s->events, vfv_genl_events_fd(m->genl), EPOLLIN,
				    on_events, m);
	/* Do this first, because a process waits for an answer. */
	if (r >= 0)
		r = sd_event_source_set_priority(s->events, SD_EVENT_PRIORITY_IMPORTANT);
	if (r >= 0)
		r = sd_event_now(m->event, CLOCK_MONOTONIC, &now);
	if (r >= 0)
		r = sd_event_add_time(m->event, &s->tick, CLOCK_MONOTONIC, now + tick_usec(), 0,
				      on_tick, m);
	/* Sources of the same priority take turns, however many doorbells ring. */
	if (r >= 0)
		r = sd_event_source_set_priority(s->tick, SD_EVENT_PRIORITY_IMPORTANT);
	if (r >= 0)
		r = sd_event_add_time(m->event, &s->retry, CLOCK_MONOTONIC, now, 0, on_retry, m);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->retry, SD_EVENT_OFF);
	if (r < 0)
		return r;
	/* Set another state first, so that "not loaded" is a change and is logged. */
	s->state = VD_SERVER_REJECTED;
	vd_server_find(m);
	return 0;
}

void vd_server_stop(struct vd_manager *m)
{
	struct vd_server *s = &m->server;

	if (m->genl && s->state == VD_SERVER_OWNER)
		(void)vfv_genl_owner_unregister(m->genl, NULL);
	s->events = sd_event_source_disable_unref(s->events);
	s->tick = sd_event_source_disable_unref(s->tick);
	s->retry = sd_event_source_disable_unref(s->retry);
	vfv_genl_close(m->genl);
	m->genl = NULL;
}
