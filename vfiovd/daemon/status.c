// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <systemd/sd-daemon.h>

#include "lib/names.h"
#include "manager.h"

/* How often new counts alone are worth a message to the service manager. */
enum { COUNTS_USEC = 5000000 };

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
		append(text, size, "Waiting for the kernel module %s", VFV_MODULE_NAME);
		break;
	case VD_SERVER_NOT_OWNER:
		append(text, size, "Waiting for the role of the owner, which %s has", s->other);
		break;
	case VD_SERVER_REJECTED:
		append(text, size, "The kernel does not take us as the owner: %s", s->other);
		break;
	case VD_SERVER_OWNER:
		append(text, size, "Answering");
		break;
	}
	if (m->policy.broken)
		append(text, size, "; POLICY INVALID: every VF stays native");
	else if (m->policy.stale)
		append(text, size, "; new policy INVALID, generation %" PRIu64 " stays in force",
		       m->policy.generation);
	else
		append(text, size, "; policy generation %" PRIu64, m->policy.generation);
	switch (vd_writer_problem(m->writer)) {
	case VD_WRITER_FINE:
		break;
	case VD_WRITER_ABSENT:
		append(text, size, "; no journald: audit records wait in the kernel");
		break;
	case VD_WRITER_UNREADABLE:
		append(text, size, "; the journal can not be read: audit records are not checked");
		break;
	}
	if (vd_audit_is_slow(m))
		append(text, size, "; journald is slow: audit records wait");
	if (s->ring_full)
		append(text, size, "; audit ring full: nothing but native is granted");
	if (counts && s->state == VD_SERVER_OWNER)
		append(text, size, "; %" PRIu64 " decided, %" PRIu64 " refused, audit stored up to %" PRIu64,
		       s->granted, s->refused, m->audit.acked);
}

static uint64_t now(struct vd_manager *m)
{
	uint64_t usec = 0;

	(void)sd_event_now(m->event, CLOCK_MONOTONIC, &usec);
	return usec;
}

static int on_post(sd_event_source *source _unused_, void *userdata)
{
	struct vd_manager *m = userdata;
	char text[sizeof(m->status.told)];

	vd_status_text(m, false, text, sizeof(text));
	if (strcmp(text, m->status.told) == 0 && now(m) < m->status.told_at + COUNTS_USEC)
		return 0;
	strcpy(m->status.told, text);
	m->status.told_at = now(m);
	vd_status_text(m, true, text, sizeof(text));
	(void)sd_notifyf(0, "STATUS=%s", text);
	return 0;
}

int vd_status_start(struct vd_manager *m)
{
	return sd_event_add_post(m->event, &m->status.post, on_post, m);
}

void vd_status_stop(struct vd_manager *m)
{
	m->status.post = sd_event_source_unref(m->status.post);
}

void vd_status_ready(struct vd_manager *m)
{
	char text[sizeof(m->status.told)];

	vd_status_text(m, true, text, sizeof(text));
	(void)sd_notifyf(0, "READY=1\nSTATUS=%s", text);
}

void vd_status_reloading(struct vd_manager *m)
{
	/* systemd before 253 does not look at MONOTONIC_USEC, later ones insist on it. */
	(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\nSTATUS=Reading the policy",
			 now(m));
	m->status.told[0] = 0;
}

void vd_status_stopping(struct vd_manager *m _unused_)
{
	(void)sd_notify(0, "STOPPING=1\nSTATUS=Stopping");
}
