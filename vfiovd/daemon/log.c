// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>

#include "lib/plural.h"
#include "log.h"
#include "state.h"
#include "writer.h"

enum { WINDOW_SECONDS = 10, WINDOW_MESSAGES = 10 };

bool vd_log_in_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &st) == 0 && st.st_dev == device && st.st_ino == inode;
}

static _printf_(4, 0) struct vd_entry *begin(struct vd_manager *m, int priority, const char *id,
					     const char *format, va_list args)
{
	struct vd_entry *entry;

	if (priority > m->log.level)
		return NULL;
	entry = malloc(sizeof(*entry));
	if (!entry)
		return NULL;
	vd_entry_init(entry);
	vd_entry_addv(entry, "MESSAGE", format, args);
	vd_entry_add(entry, "PRIORITY", "%d", priority);
	if (id)
		vd_entry_add(entry, "MESSAGE_ID", "%s", id);
	return entry;
}

struct vd_entry *vd_log_begin(struct vd_manager *m, int priority, const char *id,
			      const char *format, ...)
{
	struct vd_entry *entry;
	va_list args;

	va_start(args, format);
	entry = begin(m, priority, id, format, args);
	va_end(args);
	return entry;
}

void vd_log_add(struct vd_entry *entry, const char *key, const char *format, ...)
{
	va_list args;

	if (!entry)
		return;
	va_start(args, format);
	vd_entry_addv(entry, key, format, args);
	va_end(args);
}

void vd_log_send(struct vd_manager *m, struct vd_entry *entry)
{
	if (!entry)
		return;
	if (m->log.writer) {
		vd_writer_log(m->log.writer, entry);
		return;
	}
	fprintf(stderr, "%s\n", vd_entry_get(entry, "MESSAGE"));
	free(entry);
}

void vd_log(struct vd_manager *m, int priority, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vd_log_send(m, begin(m, priority, NULL, format, args));
	va_end(args);
}

void vd_log_limited(struct vd_manager *m, int priority, const char *format, ...)
{
	struct vd_log *log = &m->log;
	struct timespec now;
	va_list args;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if ((uint64_t)now.tv_sec >= log->window_start + WINDOW_SECONDS) {
		if (log->window_left_out)
			vd_log(m, priority, "%u %s like the last %s suppressed",
			       log->window_left_out,
			       vfv_plural(log->window_left_out, "message", "messages"),
			       vfv_plural(log->window_left_out, "was", "were"));
		log->window_start = now.tv_sec;
		log->window_used = log->window_left_out = 0;
	}
	if (log->window_used == WINDOW_MESSAGES) {
		log->window_left_out++;
		return;
	}
	log->window_used++;
	va_start(args, format);
	vd_log_send(m, begin(m, priority, NULL, format, args));
	va_end(args);
}
