// SPDX-License-Identifier: GPL-2.0-only
#include "inject.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/names.h"
#include "scene/tap.h"

#define DEBUGFS "/sys/kernel/debug/"
#define TRIES_MAX 1000
#define STEP 8

static const char *const kinds[] = { "failslab", "fail_page_alloc", "fail_usercopy" };

_printf_(3, 4) static void set(const char *kind, const char *name, const char *format, ...)
{
	_cleanup_close_ int fd = -1;
	char path[128], value[32];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	snprintf(path, sizeof(path), DEBUGFS "%s/%s", kind, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	tap_must(fd < 0 || write(fd, value, len) < 0 ? -errno : 0, "set %s to %s", path, value);
}

bool inject_available(void)
{
	return access(DEBUGFS "failslab/require-start", W_OK) == 0 &&
	       access("/proc/thread-self/fail-nth", W_OK) == 0;
}

struct range {
	uint64_t start, end;
};

/*
 * Finds the code of a module, or of one function of a module or of the kernel; the kernel has the
 * module name "". The compiler may have added a suffix to a function's name. A function ends where
 * the next one begins.
 */
static struct range find_code(const char *module, const char *function)
{
	struct range range = { UINT64_MAX, 0 };
	char line[512], name[256], type, owner[64];
	FILE *symbols = fopen("/proc/kallsyms", "re");
	uint64_t address, next = UINT64_MAX;

	tap_must(symbols ? 0 : -errno, "read the kernel's symbols");
	while (fgets(line, sizeof(line), symbols)) {
		owner[0] = '\0';
		if (sscanf(line, "%" SCNx64 " %c %255s [%63[^]]", &address, &type, name, owner) <
			    3 ||
		    !strchr("tT", type) || strcmp(owner, module) != 0)
			continue;
		if (function) {
			size_t len = strlen(function);

			if (!strncmp(name, function, len) && (!name[len] || name[len] == '.') &&
			    !strstr(name, ".cold"))
				range.start = address;
		} else if (address < range.start) {
			range.start = address;
		}
		if (!function && address > range.end)
			range.end = address;
	}
	tap_must(range.start == UINT64_MAX ? -ENOENT : 0, "find %s of %s in the kernel",
		 function ?: "all", module);
	rewind(symbols);
	while (function && fgets(line, sizeof(line), symbols))
		if (sscanf(line, "%" SCNx64 " %c", &address, &type) == 2 && strchr("tT", type) &&
		    address > range.start && address < next)
			next = address;
	fclose(symbols);
	/* Include the whole last function of the module; the page after it is empty. */
	range.end = function ? next : range.end + 4096;
	return range;
}

void inject_below(const char *module, const char *function)
{
	struct range range = find_code(module, function);

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		set(kinds[i], "require-start", "%" PRIu64, range.start);
		set(kinds[i], "require-end", "%" PRIu64, range.end);
	}
}

void inject_begin(struct inject *inject)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		set(kinds[i], "probability", "0");
		set(kinds[i], "interval", "1");
		set(kinds[i], "times", "-1");
		set(kinds[i], "verbose", "0");
		set(kinds[i], "task-filter", "N");
		set(kinds[i], "stacktrace-depth", "32");
	}
	/* By default, only allocations that must not sleep fail. */
	set("failslab", "ignore-gfp-wait", "N");
	set("fail_page_alloc", "ignore-gfp-wait", "N");
	set("fail_page_alloc", "ignore-gfp-highmem", "N");
	set("fail_page_alloc", "min-order", "0");
	inject_below(VFV_MODULE_NAME, NULL);
	inject->nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	tap_must(util_errno(inject->nth), "open fail-nth");
}

void inject_end(struct inject *inject)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		set(kinds[i], "probability", "0");
	util_close(&inject->nth);
}

static void nth_set(struct inject *inject, unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	tap_must(pwrite(inject->nth, text, len, 0) < 0 ? -errno : 0, "ask for fault %u", n);
}

/* Ends injection; returns whether a fault occurred. */
static bool nth_clear(struct inject *inject)
{
	char text[16] = "";

	tap_must(pread(inject->nth, text, sizeof(text) - 1, 0) < 0 ? -errno : 0,
		 "check whether a fault was injected");
	nth_set(inject, 0);
	return strtoul(text, NULL, 10) == 0;
}

struct inject_result inject_each(struct inject *inject, const struct inject_action *action)
{
	struct inject_result result = { 0 };
	bool faulty;

	do {
		int r;

		nth_set(inject, result.faults + 1);
		r = action->act(action->userdata);
		faulty = nth_clear(inject);
		action->settle(action->userdata, r);
		if (!faulty)
			tap_must(r, "do it without a fault");
		result.faults += faulty;
		result.errors += r < 0;
	} while (faulty && result.faults < TRIES_MAX);
	tap_must(faulty ? -ELOOP : 0, "run out of faults");
	return result;
}

/* Returns whether a fault occurred since "times" was set to 1. */
static bool times_used(const char *kind)
{
	_cleanup_close_ int fd = -1;
	char path[128], text[16] = "";

	snprintf(path, sizeof(path), DEBUGFS "%s/times", kind);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	tap_must(fd < 0 || read(fd, text, sizeof(text) - 1) < 0 ? -errno : 0, "read %s", path);
	return strtol(text, NULL, 10) == 0;
}

struct inject_result inject_each_kthread(struct inject *inject, const struct inject_action *action,
					 unsigned int limit)
{
	struct inject_result result = { 0 };

	for (unsigned int space = 0; space < limit; space += STEP) {
		int r;

		set("failslab", "space", "%u", space);
		set("failslab", "times", "1");
		set("failslab", "probability", "100");
		r = action->act(action->userdata);
		set("failslab", "probability", "0");
		action->settle(action->userdata, r);
		result.faults += times_used("failslab");
		result.errors += r < 0;
	}
	set("failslab", "space", "0");
	set("failslab", "times", "-1");
	return result;
}
