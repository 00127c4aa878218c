// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another privileged process sends forged kernel messages to all netlink sockets of vfiovd until
 * the sockets are full. vfiovd ignores the messages and keeps working.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "lib/stand-in.h"
#include "lib/wire.h"

#define FORGERIES 200
#define PORTS_MAX 16

/* Gets the port ids of the generic netlink sockets of the process. */
static size_t ports_of(uint32_t pid, uint32_t ports[static PORTS_MAX])
{
	_cleanup_fclose_ FILE *file = fopen("/proc/net/netlink", "re");
	char line[256];
	size_t n = 0;

	tap_must(file ? 0 : -errno, "read /proc/net/netlink");
	while (n < PORTS_MAX && fgets(line, sizeof(line), file)) {
		unsigned int protocol;
		uint32_t port;

		/* libnl builds a port id from the pid and a number in the high bits. */
		if (sscanf(line, "%*x %u %u", &protocol, &port) == 2 &&
		    protocol == NETLINK_GENERIC && (port & 0x3fffff) == pid)
			ports[n++] = port;
	}
	return n;
}

/* Sends a grant, which the kernel would never send, to all of vfiovd's sockets. */
static void forged(struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_status status = stand_in_status(scene->genl), after;
	uint32_t ports[PORTS_MAX];
	struct wire_msg msg;
	unsigned int sent = 0;
	struct wire wire;
	struct vfv_vf vf;
	size_t n;
	int r;

	scene_vf(scene, 0, bdf);
	n = ports_of(status.owner_pid, ports);
	tap_must(wire_open(&wire), "open a socket");
	for (unsigned int i = 0; i < FORGERIES * n; i++) {
		struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = ports[i % n] };
		uint8_t command = 1 + i % VFIOV_CMD_MAX;

		wire_begin(&msg, i % 7 ? wire.family : GENL_ID_CTRL, command, 0);
		wire_text(&msg, VFIOV_A_REQUEST_BDF, bdf);
		wire_u64(&msg, VFIOV_A_REQUEST_COOKIE, 1);
		msg.hdr.nlmsg_len = msg.len;
		msg.hdr.nlmsg_flags = 0;
		sent += sendto(wire.fd, msg.bytes, msg.len, MSG_DONTWAIT, (struct sockaddr *)&to,
			       sizeof(to)) > 0;
	}
	wire_close(&wire);
	tap_ok(&scene->tap, n >= 2,
	       "of %zu forged messages to vfiovd's %zu netlink sockets, %u arrive", FORGERIES * n,
	       n, sent);
	stand_in_bind(scene, 0, bdf);
	r = scene_wait_decided(scene, bdf, &vf);
	after = stand_in_status(scene->genl);
	if (!tap_ok(&scene->tap,
		    r == 0 && after.owner_pid == status.owner_pid &&
			    !strcmp(vf.current, "transitional"),
		    "vfiovd ignores them, and decides as before"))
		/* Restores the state for the next test. */
		daemon_stop(scene->genl);
}

int main(void)
{
	struct scene scene;

	scene_begin(&scene);
	scene_rule(&scene, "all", "0", "transitional", "\"native\", \"transitional\"");
	forged(&scene);
	return scene_end(&scene);
}
