// SPDX-License-Identifier: GPL-2.0-only
#include "deaf.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <sys/pidfd.h>
#include <sys/socket.h>

#include "client/util.h"
#include "scene/tap.h"

#define FDS 64

static bool hears_events(int fd)
{
	uint32_t groups[8] = { 0 };
	socklen_t len = sizeof(groups);
	bool any = false;

	if (getsockopt(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, groups, &len) < 0)
		return false;
	for (unsigned int i = 0; i < ARRAY_SIZE(groups); i++)
		any |= groups[i] != 0;
	return any;
}

void deaf_make(pid_t pid)
{
	_cleanup_close_ int pidfd = pidfd_open(pid, 0);
	unsigned int n = 0;

	tap_must(util_errno(pidfd), "find process %d", pid);
	for (int i = 0; i < FDS; i++) {
		_cleanup_close_ int fd = pidfd_getfd(pidfd, i, 0);
		int least = 1;

		if (fd < 0 || !hears_events(fd))
			continue;
		tap_must(util_errno(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least))),
			 "shrink the buffer of a socket of process %d", pid);
		n++;
	}
	tap_must(n ? 0 : -ENOENT, "find a socket for events in process %d", pid);
}
