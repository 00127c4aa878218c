// SPDX-License-Identifier: GPL-2.0-only
#include "told.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/names.h"
#include "scene/tap.h"

#define PREFIX VFV_CORE_NAME ": audit "

int told_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	tap_must(fd < 0 ? -errno : 0, "open the kernel log");
	lseek(fd, 0, SEEK_END);
	return fd;
}

/* The format of vfiov_audit_exit() in kmod/core/audit.c. */
static bool parse(const char *text, const char *instance, struct ledger_entry *e)
{
	char uuid[37], bdf[32] = "";
	unsigned int crowded;
	const char *at = strstr(text, PREFIX), *vf;

	*e = (struct ledger_entry){ 0 };
	if (!at ||
	    sscanf(at + strlen(PREFIX),
		   "%36s %" SCNu64 ": event %" SCNu32 ", %" SCNu64 " times from %" SCNu64
		   " to %" SCNu64 ", crowded %u",
		   uuid, &e->seq, &e->event, &e->count, &e->time, &e->time_last, &crowded) != 7 ||
	    strcmp(uuid, instance) != 0)
		return false;
	e->crowded = crowded;
	vf = strstr(at, ", vf ");
	if (vf && sscanf(vf, ", vf %31[^,],", bdf) == 1)
		snprintf(e->bdf, sizeof(e->bdf), "%.*s", VFIOV_BDF_MAX, bdf);
	at = strstr(at, ", profile ");
	if (!at)
		return false;
	/* A record without a VF has no profiles. */
	if (sscanf(at, ", profile  -> , cause %" SCNu32, &e->cause) == 1)
		return true;
	return sscanf(at, ", profile %*s -> %31[^,], cause %" SCNu32, e->profile, &e->cause) == 2;
}

void told_read(int fd, const char *instance,
	       void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata)
{
	struct ledger_entry entry;
	char text[8192];
	ssize_t n;

	/* EPIPE means that the next message was overwritten. */
	while ((n = read(fd, text, sizeof(text) - 1)) > 0 || (n < 0 && errno == EPIPE)) {
		if (n < 0)
			continue;
		text[n] = '\0';
		if (parse(text, instance, &entry))
			func(&entry, userdata);
	}
}
