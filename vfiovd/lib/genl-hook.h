/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What a client of the family can have in place of the kernel. */

struct nl_msg;
struct nl_sock;
struct sockaddr_nl;

/*
 * In place of the kernel, for tests. send() gets a complete message and returns as nl_send() does;
 * receive() as nl_recv(), with *BUF malloc()ed.
 */
struct vfv_genl_hook {
	int (*send)(struct nl_sock *socket, struct nl_msg *msg, void *userdata);
	int (*receive)(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **buf,
		       void *userdata);
	void *userdata;
};
