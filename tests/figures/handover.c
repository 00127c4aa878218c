// SPDX-License-Identifier: GPL-2.0-only
#include "handover.h"

#include <sys/eventfd.h>

#include "client/report.h"
#include "client/util.h"
#include "scene/tap.h"

enum { WORK = 1, END };

static void *hand_back(void *arg)
{
	struct handover *handover = arg;
	eventfd_t what;

	while (eventfd_read(handover->there, &what) == 0 && what == WORK)
		if (eventfd_write(handover->back, WORK) < 0)
			break;
	return NULL;
}

void handover_start(struct handover *handover)
{
	handover->there = eventfd(0, EFD_CLOEXEC);
	handover->back = eventfd(0, EFD_CLOEXEC);
	tap_must(util_errno(handover->there < 0 ? handover->there : handover->back),
		 "make eventfds");
	tap_must(-pthread_create(&handover->thread, NULL, hand_back, handover), "start a thread");
}

void handover_stop(struct handover *handover)
{
	tap_must(eventfd_write(handover->there, END), "end a thread");
	pthread_join(handover->thread, NULL);
	util_close(&handover->there);
	util_close(&handover->back);
}

uint64_t handover_once(struct handover *handover)
{
	uint64_t start = util_now_ns();
	eventfd_t what;

	tap_must(eventfd_write(handover->there, WORK), "hand over");
	tap_must(eventfd_read(handover->back, &what), "get control back");
	return util_now_ns() - start;
}
