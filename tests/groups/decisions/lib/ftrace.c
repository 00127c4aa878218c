// SPDX-License-Identifier: GPL-2.0-only
#include "ftrace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "client/util.h"
#include "scene/tap.h"

#define DIR "/sys/kernel/tracing"
#define TRACE_MAX (1 << 20)

static void set(const char *file, const char *text)
{
	/* An empty string clears a list, as ">" does. */
	_cleanup_close_ int fd = -1;
	char path[128];

	snprintf(path, sizeof(path), DIR "/%s", file);
	fd = open(path, O_WRONLY | O_CLOEXEC | (*text ? 0 : O_TRUNC));
	tap_must(util_errno(fd), "open %s", path);
	if (*text)
		tap_must(write(fd, text, strlen(text)) < 0 ? -errno : 0, "write %s to %s", text,
			 path);
}

/* Reads up to size - 1 bytes, and appends a NUL. */
static void get(const char *file, char *text, size_t size)
{
	_cleanup_close_ int fd = -1;
	char path[128];
	size_t used = 0;
	ssize_t n;

	snprintf(path, sizeof(path), DIR "/%s", file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	tap_must(util_errno(fd), "open %s", path);
	while (used < size - 1 && (n = read(fd, text + used, size - 1 - used)) > 0)
		used += n;
	text[used] = '\0';
}

bool ftrace_has(const char *tracer)
{
	char all[512];

	if (access(DIR "/available_tracers", R_OK) < 0)
		mount("tracefs", DIR, "tracefs", 0, NULL);
	if (access(DIR "/available_tracers", R_OK) < 0)
		return false;
	get("available_tracers", all, sizeof(all));
	return strstr(all, tracer);
}

void ftrace_calls_of(const char *function)
{
	set("set_graph_function", function);
	set("max_graph_depth", "2");
	set("current_tracer", "function_graph");
	set("trace", "");
	set("tracing_on", "1");
}

char *ftrace_end(void)
{
	char *trace = malloc(TRACE_MAX);

	tap_must(trace ? 0 : -ENOMEM, "read the trace");
	set("tracing_on", "0");
	get("trace", trace, TRACE_MAX);
	set("current_tracer", "nop");
	set("set_graph_function", "");
	set("max_graph_depth", "0");
	set("trace", "");
	return trace;
}

unsigned int ftrace_count(const char *trace, const char *text)
{
	unsigned int n = 0;

	for (const char *at = strstr(trace, text); at; at = strstr(at + 1, text))
		n++;
	return n;
}
