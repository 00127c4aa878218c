/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The fake kernel of peer.h, for use in a process whose allocations fail; those of the fake kernel
 * itself never fail. Include this once per program, like shortage.h.
 */

#include "peer.h"
#include "shortage.h"

static struct vfv_genl_hook real;

static int send_fed(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	unsigned int kept = until_failure;
	int r;

	until_failure = NEVER;
	r = real.send(socket, msg, userdata);
	until_failure = kept;
	return r;
}

static int receive_fed(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **buf,
		       void *userdata)
{
	unsigned int kept = until_failure;
	int r;

	until_failure = NEVER;
	r = real.receive(socket, from, buf, userdata);
	until_failure = kept;
	return r;
}

static struct vfv_genl_hook fed_hook(struct peer *peer)
{
	real = peer_hook(peer);
	return (struct vfv_genl_hook){ send_fed, receive_fed, real.userdata };
}
