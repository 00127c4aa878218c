// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <systemd/sd-daemon.h>

#include "audit.h"
#include "lib/names.h"
#include "state.h"
#include "status.h"
#include "writer.h"

/* The interval between messages to the service manager that contain only new counts. */
enum { COUNTS_USEC = 1000000 };

static _printf_(3, 4) void append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, size - used, format, args);
	va_end(args);
}

void vd_status_text(const struct vd_manager *m, int counts, char *text, size_t size)
{
	const struct vd_server *s = &m->server;

	text[0] = 0;
	switch (s->state) {
	case VD_SERVER_NO_MODULE:
		append(text, size, "Waiting for kernel module %s", VFV_MODULE_NAME);
		break;
	case VD_SERVER_NOT_OWNER:
		append(text, size, "Waiting to become owner; the owner is %s", s->other);
		break;
	case VD_SERVER_REJECTED:
		append(text, size, "The kernel refused to register vfiovd as the owner: %s", s->other);
		break;
	case VD_SERVER_OWNER:
		append(text, size, "Answering");
		break;
	}
	if (m->policy.broken)
		append(text, size, "; POLICY INVALID: every VF stays native (%s)",
		       m->policy.invalid.text);
	else if (m->policy.stale)
		append(text, size,
		       "; new policy INVALID, generation %" PRIu64 " stays in force (%s)",
		       m->policy.generation, m->policy.invalid.text);
	else
		append(text, size, "; policy generation %" PRIu64, m->policy.generation);
	switch (vd_writer_problem(m->writer)) {
	case VD_WRITER_FINE:
		break;
	case VD_WRITER_ABSENT:
		append(text, size, "; no journald: audit records are kept in the kernel");
		break;
	case VD_WRITER_UNREADABLE:
		append(text, size, "; cannot read the journal: audit records are not checked");
		break;
	case VD_WRITER_FILTERED:
		append(text, size, "; journald drops audit records (MaxLevelStore=, LogLevelMax=)");
		break;
	case VD_WRITER_SILENT:
		append(text, size,
		       "; journald does not store: audit records are kept in the kernel");
		break;
	}
	if (vd_audit_is_slow(m))
		append(text, size, "; journald is slow: audit records wait");
	if (s->ring_full)
		append(text, size, "; audit ring full: only native is granted");
	if (counts && s->state == VD_SERVER_OWNER)
		append(text, size,
		       "; %" PRIu64 " decided, %" PRIu64 " refused, audit stored up to %" PRIu64,
		       s->granted, s->refused, m->audit.acked);
}

static uint64_t now(struct vd_manager *m)
{
	uint64_t usec = 0;

	(void)sd_event_now(m->event, CLOCK_MONOTONIC, &usec);
	return usec;
}

static void tell(struct vd_manager *m, const char *words)
{
	struct vd_status *s = &m->status;

	vd_status_text(m, false, s->told, sizeof(s->told));
	vd_status_text(m, true, s->told_counts, sizeof(s->told_counts));
	s->told_at = now(m);
	(void)sd_event_source_set_enabled(s->later, SD_EVENT_OFF);
	(void)sd_notifyf(0, "%sSTATUS=%s", words, s->told_counts);
}

static int on_post(sd_event_source *source _unused_, void *userdata)
{
	struct vd_manager *m = userdata;
	struct vd_status *s = &m->status;
	char text[sizeof(s->told)];

	vd_status_text(m, true, text, sizeof(text));
	if (strcmp(text, s->told_counts) == 0)
		return 0;
	vd_status_text(m, false, text, sizeof(text));
	if (strcmp(text, s->told) != 0 || now(m) >= s->told_at + COUNTS_USEC) {
		tell(m, "");
		return 0;
	}
	(void)sd_event_source_set_time(s->later, s->told_at + COUNTS_USEC);
	return sd_event_source_set_enabled(s->later, SD_EVENT_ONESHOT);
}

static int on_later(sd_event_source *source _unused_, uint64_t usec _unused_,
		    void *userdata _unused_)
{
	/* on_post() runs after this source, as after any other. */
	return 0;
}

int vd_status_start(struct vd_manager *m)
{
	struct vd_status *s = &m->status;
	int r;

	r = sd_event_add_time(m->event, &s->later, CLOCK_MONOTONIC, 0, 0, on_later, NULL);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->later, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_post(m->event, &s->post, on_post, m);
	return r < 0 ? r : 0;
}

void vd_status_stop(struct vd_manager *m)
{
	m->status.post = sd_event_source_disable_unref(m->status.post);
	m->status.later = sd_event_source_disable_unref(m->status.later);
}

void vd_status_ready(struct vd_manager *m)
{
	tell(m, "READY=1\n");
}

void vd_status_reloading(struct vd_manager *m)
{
	/* systemd before 253 ignores MONOTONIC_USEC, later versions require it. */
	(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\nSTATUS=Reading the policy",
			 now(m));
	m->status.told[0] = m->status.told_counts[0] = 0;
}

void vd_status_stopping(struct vd_manager *m _unused_)
{
	(void)sd_notify(0, "STOPPING=1\nSTATUS=Stopping");
}
