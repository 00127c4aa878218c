// SPDX-License-Identifier: GPL-2.0-only
#include "finding.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define NOTES_MAX 12

static const char *const claims[FINDING_KINDS] = {
	[FINDING_ERROR] = "no call failed with an unexpected error",
	[FINDING_BYTE] = "no guest saw a byte of another or an earlier guest",
	[FINDING_GRANT] = "every VF that was not native has a grant in the audit",
	[FINDING_AUDIT] = "each record is in the audit exactly once",
	[FINDING_HANG] = "nothing hung",
};

/* Findings are global, because a process does only one run. */
static struct {
	pthread_mutex_t lock;
	atomic_uint count[FINDING_KINDS];
} found = { .lock = PTHREAD_MUTEX_INITIALIZER };

void finding(enum finding_kind kind, const char *what, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list args;

	if (atomic_fetch_add(&found.count[kind], 1) >= NOTES_MAX)
		return;
	va_start(args, what);
	if (vasprintf(&text, what, args) < 0)
		text = NULL;
	va_end(args);
	pthread_mutex_lock(&found.lock);
	tap_note("finding: %s", text ?: what);
	pthread_mutex_unlock(&found.lock);
}

bool finding_any(void)
{
	for (unsigned int i = 0; i < FINDING_KINDS; i++) {
		if (atomic_load(&found.count[i]))
			return true;
	}
	return false;
}

void finding_claims(struct tap *tap)
{
	for (unsigned int i = 0; i < FINDING_KINDS; i++)
		tap_ok(tap, atomic_load(&found.count[i]) == 0, "%s: %u findings", claims[i],
		       atomic_load(&found.count[i]));
}
