/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Network interfaces as rtnetlink shows them, with their alternative names, which /sys does not have. */

#include <stdbool.h>
#include <stddef.h>

#include <net/if.h>

#include "sysfs.h"

struct nl_sock;
struct nlmsghdr;

enum {
	VFV_ALT_NAME_SIZE = 128, /* bytes of an alternative name with its NUL (ALTIFNAMSIZ) */
	VFV_LINK_NAMES_MAX = 16,
};

struct vfv_link {
	int ifindex;
	char bus[16];	 /* of the device that it is an interface of, "" when it is of none */
	char parent[64]; /* name of that device there */
	size_t n_names;	 /* the interface's name and its alternative ones */
	char names[VFV_LINK_NAMES_MAX][VFV_ALT_NAME_SIZE];
	bool incomplete; /* there are more names than there is room for */
	char port[VFV_PORT_NAME_SIZE]; /* phys_port_name, "" for none */
};

/* Open a socket of rtnetlink. 0 or a negative errno; nl_socket_free() it. */
int vfv_link_open(struct nl_sock **ret);

/*
 * Open one on which the coming, going and changing of interfaces is heard, non-blocking. 0 or a negative
 * errno; nl_socket_free() it.
 */
int vfv_link_listen(struct nl_sock **ret);

/* Ask for all interfaces, which come as messages, and do not wait for them. 0 or a negative errno. */
int vfv_link_ask(struct nl_sock *socket);

/* Read a message: 0, 1 when the interface is gone (only ifindex is set then), or -ENOMSG for another. */
int vfv_link_parse(struct nlmsghdr *message, struct vfv_link *ret);

/* Ask for one interface. 0, or a negative errno. */
int vfv_link_get(struct nl_sock *socket, int ifindex, struct vfv_link *ret);

/* Call FUNC for each interface there is. 0, or a negative errno. */
int vfv_link_dump(struct nl_sock *socket, void (*func)(const struct vfv_link *link, void *userdata),
		  void *userdata);
