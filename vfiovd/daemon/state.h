/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The whole state of the daemon: one struct, with a part for each source file that keeps state. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <systemd/sd-device.h>
#include <systemd/sd-event.h>

#include <linux/vfiov.h>

#include "ifaces.h"
#include "lib/genl-hook.h"
#include "sink.h"

struct vd_batch;
struct vd_journald;
struct vd_loader;
struct vd_writer;
struct nl_sock;
struct vfv_genl;
struct vfv_policy;

/* Used by log.c. */
struct vd_log {
	struct vd_writer *writer; /* NULL means stderr */
	int level;
	uint64_t window_start; /* start of the window of vd_log_limited() */
	unsigned int window_used;
	unsigned int window_left_out;
};

/* Used by invalid.c: the first error. All members are empty when there is none. */
struct vd_invalid {
	char text[VFIOV_TEXT_MAX + 1];	/* "file:line: message" */
	char place[VFIOV_TEXT_MAX + 1]; /* "file:line", "file", or the command that shows more */
	char file[VFIOV_TEXT_MAX + 1];	/* "" if the error is not about a file */
	unsigned int line;		/* 0 if it is about the file as a whole */
};

/* Used by reload.c and generation.c. */
enum { VD_POLICY_HISTORY = 16, VD_POLICY_HASH = 65 };

struct vd_policy {
	struct vfv_policy *current;
	uint64_t generation;
	bool broken;		   /* only the built-in policy: native for all */
	bool stale;		   /* the last reload was refused */
	struct vd_invalid invalid; /* the first error, while one of the above is true */

	struct vd_loader *loader; /* NULL until the first reload */
	sd_event_source *source;  /* its results */
	bool loading;
	bool again; /* another reload was requested while loading */

	/*
	 * The generations of this run, for the audit: the newest is at (n - 1) % VD_POLICY_HISTORY.
	 */
	struct {
		uint64_t generation;
		char hash[VD_POLICY_HASH];
	} history[VD_POLICY_HISTORY];
	size_t n_history;
};

/* Used by role.c and server.c. */
enum vd_server_state {
	VD_SERVER_NO_MODULE, /* the family does not exist */
	VD_SERVER_NOT_OWNER, /* another process is the owner */
	VD_SERVER_REJECTED,  /* the kernel refused to register us */
	VD_SERVER_OWNER,
};

struct vd_server {
	enum vd_server_state state;
	uint8_t instance[VFIOV_INSTANCE_LEN];
	char other[192];  /* the current owner, or why the kernel refused vfiovd */
	bool ring_full;	  /* a grant is waiting for room in the audit ring */
	uint64_t granted; /* answers that the kernel accepted */
	uint64_t refused;
	sd_event_source *events;
	sd_event_source *tick;
	sd_event_source *retry;
};

/* Used by audit.c. */
struct vd_audit {
	struct vd_batch *batch; /* belongs to the writer while busy; NULL if there is nothing to
				 * write */
	bool busy;
	bool fresh;	/* the next batch is the first since vfiovd became the owner */
	uint64_t given; /* when the writer got the batch, CLOCK_MONOTONIC in microseconds */
	uint64_t acked; /* last acknowledged number of the instance */
	uint8_t instance[VFIOV_INSTANCE_LEN]; /* of the batch */
	sd_event_source *work;
	sd_event_source *done;
};

/* Used by recheck.c. */
struct vd_recheck {
	bool all;     /* all VFs of all PFs */
	bool granted; /* all VFs that have a grant or a missing fact */
	bool full;    /* there are more PFs than the array holds */
	size_t n;
	char pfs[32][VFIOV_BDF_MAX + 1];
	uint64_t last; /* time of the last recheck, in microseconds */
	uint64_t passes;
	sd_event_source *timer;
};

/* Used by watch.c. */
struct vd_watch {
	struct nl_sock *socket; /* NULL while the policy uses no interface name */
	sd_event_source *links;
	sd_device_monitor *udev;
	struct vd_ifaces ifaces;
	bool filling; /* the first list of interfaces is being read; its entries are not changes */

	int hostname; /* -1: the name is only polled */
	sd_event_source *host;
	char host_name[65]; /* as the policy sees it, "" if it is not known */
};

/* Used by status.c. */
struct vd_status {
	sd_event_source *post;
	sd_event_source *later; /* sends counts that were delayed */
	uint64_t told_at;	/* CLOCK_MONOTONIC, in microseconds */
	char told[512];		/* without counts */
	char told_counts[512];
};

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
	struct vd_recheck recheck;
	struct vd_watch watch;
	struct vd_status status;
	sd_event_source *stop_timer; /* set while the daemon stops */

	/* Replace the kernel and journald in tests; all NULL otherwise. */
	struct vfv_genl_hook hook;
	struct vd_sink sink;
};
