/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A substitute for the kernel, for a client of the family. */

struct nl_msg;
struct nl_sock;
struct sockaddr_nl;

/*
 * Replaces the kernel in tests. send() gets a complete message and returns like nl_send();
 * receive() returns like nl_recv(), with *BUF from malloc().
 */
struct vfv_genl_hook {
	int (*send)(struct nl_sock *socket, struct nl_msg *msg, void *userdata);
	int (*receive)(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **buf,
		       void *userdata);
	void *userdata;
};
