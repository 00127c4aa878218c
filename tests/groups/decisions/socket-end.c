// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel notifies the module of the release of every generic netlink socket. The module takes
 * its lock only if the socket may be that of the owner.
 */
#include <linux/netlink.h>
#include <sys/socket.h>

#include "client/util.h"
#include "lib/ftrace.h"
#include "lib/stand-in.h"

#define SOCKETS 50
#define FUNCTION "owner_socket_event"

static void others(struct tap *tap)
{
	const struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	unsigned int calls, locks;
	char *trace;

	ftrace_calls_of(FUNCTION);
	for (unsigned int i = 0; i < SOCKETS; i++) {
		int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

		tap_must(util_errno(fd), "open a socket");
		tap_must(util_errno(bind(fd, (const struct sockaddr *)&any, sizeof(any))),
			 "bind a socket");
		close(fd);
	}
	trace = ftrace_end();
	calls = ftrace_count(trace, FUNCTION);
	locks = ftrace_count(trace, "mutex_lock");
	tap_ok(tap, calls >= SOCKETS && locks == 0, "closing %u sockets takes the lock %u times",
	       calls, locks);
	free(trace);
}

static void owners(struct scene *scene)
{
	struct vfv_genl *owner;
	char *trace;

	stand_in_take(scene, &owner);
	ftrace_calls_of(FUNCTION);
	stand_in_leave(owner);
	trace = ftrace_end();
	tap_ok(&scene->tap, ftrace_count(trace, "mutex_lock") > 0,
	       "closing the owner's socket takes it");
	tap_ok(&scene->tap, !*stand_in_status(scene->genl).owner_name,
	       "and there is no owner afterwards");
	free(trace);
}

int main(void)
{
	struct scene scene;

	scene_begin(&scene);
	if (ftrace_has("function_graph")) {
		others(&scene.tap);
		owners(&scene);
	} else {
		tap_skip(&scene.tap, "whether the lock is taken", "the kernel has no function_graph");
	}
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
