/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The kernel of straw where allocations fail: it has all that it needs itself. Include it once in a
 * program, as shortage.h.
 */

#include "peer.h"
#include "shortage.h"

static struct vfv_genl_hook straw;

static int send_fed(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	unsigned int kept = until_failure;
	int r;

	until_failure = NEVER;
	r = straw.send(socket, msg, userdata);
	until_failure = kept;
	return r;
}

static int receive_fed(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **buf,
		       void *userdata)
{
	unsigned int kept = until_failure;
	int r;

	until_failure = NEVER;
	r = straw.receive(socket, from, buf, userdata);
	until_failure = kept;
	return r;
}

static struct vfv_genl_hook fed_hook(struct peer *peer)
{
	straw = peer_hook(peer);
	return (struct vfv_genl_hook){ send_fed, receive_fed, straw.userdata };
}
