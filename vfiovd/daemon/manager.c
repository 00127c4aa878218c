// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

#include "audit.h"
#include "journald.h"
#include "lib/genl.h"
#include "log.h"
#include "manager.h"
#include "recheck.h"
#include "reload.h"
#include "server.h"
#include "status.h"
#include "stop.h"
#include "watch.h"
#include "writer.h"

/*
 * The time limit of each wait during a stop: there are at most two for the journal, and one for a
 * policy that is being read. systemd allows 90 s, but people are less patient.
 */
enum { STOP_USEC = 2000000 };

static int on_stop(sd_event_source *source _unused_, const struct signalfd_siginfo *info,
		   void *userdata)
{
	struct vd_manager *m = userdata;
	int r;

	if (m->stop_timer)
		return 0;
	vd_log(m, LOG_INFO, "Stopping on signal %u", info->ssi_signo);
	vd_status_stopping(m);
	r = vd_stop_begin(m, STOP_USEC);
	if (r < 0)
		return r;
	/* Write the remaining events now, because there may be no owner to do it later. */
	vd_audit_kick(m);
	return 0;
}

static int on_reload(sd_event_source *source _unused_, const struct signalfd_siginfo *info _unused_,
		     void *userdata)
{
	struct vd_manager *m = userdata;

	vd_policy_reload(m);
	return 0;
}

static int start_writer(struct vd_manager *m)
{
	int r;

	if (!m->sink.write) {
		r = vd_journald_new(m->options.journal_socket, &m->journald);
		if (r < 0)
			return r;
		m->sink = vd_journald_sink(m->journald);
	}
	return vd_writer_start(&m->sink, &vd_writer_default_times, &m->writer);
}

int vd_manager_start(struct vd_manager *m)
{
	int r;

	r = start_writer(m);
	if (r < 0)
		return r;
	m->log.level = m->options.log_level;
	if (vd_log_in_journal())
		m->log.writer = m->writer;

	r = sd_event_default(&m->event);
	if (r >= 0)
		r = sd_event_add_signal(m->event, NULL, SIGTERM, on_stop, m);
	if (r >= 0)
		r = sd_event_add_signal(m->event, NULL, SIGINT, on_stop, m);
	if (r >= 0)
		r = sd_event_add_signal(m->event, NULL, SIGHUP, on_reload, m);
	if (r >= 0)
		r = vd_audit_start(m);
	if (r >= 0)
		r = vd_policy_start(m);
	if (r >= 0)
		r = vd_recheck_start(m);
	if (r >= 0)
		r = vd_watch_start(m);
	if (r >= 0)
		r = vd_server_start(m);
	if (r >= 0)
		r = vd_status_start(m);
	return r < 0 ? r : 0;
}

void vd_manager_finish(struct vd_manager *m)
{
	vd_watch_stop(m);
	vd_recheck_stop(m);
	vd_server_stop(m);
	vd_audit_stop(m);
	vd_status_stop(m);
	m->stop_timer = sd_event_source_disable_unref(m->stop_timer);
	vd_policy_done(m, STOP_USEC);
	m->event = sd_event_unref(m->event);
	m->log.writer = NULL;
	/*
	 * A thread that hangs in the journal still uses these, so keep them until the process
	 * exits.
	 */
	if (m->writer && vd_writer_stop(m->writer, STOP_USEC) < 0)
		return;
	vd_journald_free(m->journald);
	free(m->audit.batch);
}

int vd_manager_run(struct vd_manager *m)
{
	int r;

	r = vd_manager_start(m);
	if (r < 0) {
		vd_log(m, LOG_ERR, "Cannot start: %s", strerror(-r));
	} else {
		vd_status_ready(m);
		r = sd_event_loop(m->event);
		if (r < 0)
			vd_log(m, LOG_ERR, "Event loop failed: %s", strerror(-r));
	}
	vd_manager_finish(m);
	return r;
}
