/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Gets network interfaces from rtnetlink, including alternative names, which /sys does not have. */

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
	char bus[16];	 /* bus of the interface's device, "" if there is none */
	char parent[64]; /* name of that device on the bus */
	size_t n_names;	 /* the interface's name and its alternative names */
	char names[VFV_LINK_NAMES_MAX][VFV_ALT_NAME_SIZE];
	bool incomplete;	       /* there are more names than fit here */
	char port[VFV_PORT_NAME_SIZE]; /* phys_port_name, "" if there is none */
};

/* Open an rtnetlink socket. Free it with nl_socket_free(). Returns 0 or a negative errno. */
int vfv_link_open(struct nl_sock **ret);

/*
 * Open a non-blocking socket that reports when interfaces appear, disappear or change. Free it with
 * nl_socket_free(). Returns 0 or a negative errno.
 */
int vfv_link_listen(struct nl_sock **ret);

/*
 * Request all interfaces without waiting; each arrives as a message. Returns 0 or a negative errno.
 */
int vfv_link_ask(struct nl_sock *socket);

/*
 * Read a message. Returns 0, 1 if the interface is gone (only ifindex is set), or -ENOMSG for
 * another message.
 */
int vfv_link_parse(struct nlmsghdr *message, struct vfv_link *ret);

/* Request one interface. Returns 0 or a negative errno. */
int vfv_link_get(struct nl_sock *socket, int ifindex, struct vfv_link *ret);

/* Call FUNC for each interface. Returns 0 or a negative errno. */
int vfv_link_dump(struct nl_sock *socket, void (*func)(const struct vfv_link *link, void *userdata),
		  void *userdata);
