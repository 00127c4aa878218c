// SPDX-License-Identifier: GPL-2.0-only
#include "listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/report.h"
#include "client/util.h"
#include "lib/genl.h"
#include "scene/tap.h"

#define TIMEOUT_MS 5000

static void *listen_on(void *arg)
{
	struct listener *listener = arg;
	struct pollfd fds[] = {
		{ .fd = vfv_genl_events_fd(listener->genl), .events = POLLIN },
		{ .fd = listener->end, .events = POLLIN },
	};
	uint64_t none, now;
	char message[4096];

	for (;;) {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0 || fds[1].revents)
			return NULL;
		now = util_now_ns();
		none = 0;
		atomic_compare_exchange_strong(&listener->heard_ns, &none, now);
		while (recv(fds[0].fd, message, sizeof(message), MSG_DONTWAIT) > 0)
			;
	}
}

void listener_start(struct listener *listener)
{
	atomic_init(&listener->heard_ns, 0);
	listener->end = eventfd(0, EFD_CLOEXEC);
	tap_must(util_errno(listener->end), "make an eventfd");
	tap_must(vfv_genl_open(&listener->genl, NULL), "open a socket");
	tap_must(vfv_genl_resolve(listener->genl), "find the family");
	tap_must(vfv_genl_events_open(listener->genl), "open a socket for events");
	tap_must(vfv_genl_join(listener->genl, VFV_GROUP_REQUEST), "listen for requests");
	tap_must(-pthread_create(&listener->thread, NULL, listen_on, listener), "start a thread");
}

void listener_stop(struct listener *listener)
{
	tap_must(eventfd_write(listener->end, 1), "end a thread");
	pthread_join(listener->thread, NULL);
	vfv_genl_close(listener->genl);
	util_close(&listener->end);
}

void listener_mark(struct listener *listener)
{
	atomic_store(&listener->heard_ns, 0);
}

uint64_t listener_heard(const struct listener *listener)
{
	uint64_t deadline = util_now_ns() + TIMEOUT_MS * 1000000ull, heard;

	while (!(heard = atomic_load(&listener->heard_ns))) {
		tap_must(util_now_ns() > deadline ? -ETIMEDOUT : 0, "receive a doorbell");
		util_sleep_ms(1);
	}
	return heard;
}
