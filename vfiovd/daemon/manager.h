/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The whole state of the daemon, and its life. */

#include <systemd/sd-event.h>

#include "audit.h"
#include "journald.h"
#include "lib/genl.h"
#include "log.h"
#include "reload.h"
#include "server.h"
#include "status.h"
#include "writer.h"

struct vd_options {
	const char *root; /* stands for "/" of policy files and /sys; "" for the real one */
	const char *journal_socket; /* journald's */
	int log_level;		    /* highest syslog priority that is logged */
};

struct vd_manager {
	struct vd_options options;
	sd_event *event;
	struct vfv_genl *genl;
	struct vd_journald *journald;
	struct vd_writer *writer;
	struct vd_log log;
	struct vd_policy policy;
	struct vd_server server;
	struct vd_audit audit;
	struct vd_status status;
	sd_event_source *stop_timer; /* set while stopping */

	/* In place of the kernel and of journald, for tests; all NULL otherwise. */
	struct vfv_genl_hook hook;
	struct vd_sink sink;
};

/*
 * Set everything up and run until a signal ends it. M holds options, hook and sink, all else zero.
 * SIGTERM, SIGINT and SIGHUP are blocked in all threads. Returns 0 after a clean stop.
 */
int vd_manager_run(struct vd_manager *m);

/* The two ends of it. vd_manager_finish() is needed also when vd_manager_start() has failed. */
int vd_manager_start(struct vd_manager *m);
void vd_manager_finish(struct vd_manager *m);

/* To be called when there is nothing more to write, which ends a stop. */
void vd_manager_stop_if_idle(struct vd_manager *m);
