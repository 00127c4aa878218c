/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Shared by the files of the client. */

#include <netlink/msg.h>
#include <netlink/socket.h>

#include "genl-hook.h"
#include "macro.h"
#include "msg.h"
#include "nl-error.h"

struct nlmsghdr;

enum { VFV_N_GROUPS = 3 };

struct vfv_genl {
	struct vfv_genl_hook hook;
	struct nl_sock *request;
	struct nl_sock *events;
	uint16_t family;	       /* 0 if it is not resolved or is gone */
	uint32_t groups[VFV_N_GROUPS]; /* ids, in the order of the VFV_GROUP_ bits; 0 for none */
};

VFV_DEFINE_CLEANUP(struct nl_sock *, nl_socket_free);
VFV_DEFINE_CLEANUP(struct nl_msg *, nlmsg_free);

/* Create a connected socket with all options set. The caller owns *RET. */
int vfv_genl_socket_new(struct nl_sock **ret);

/*
 * Send MSG, whose attributes are those of SET, and read until it is acknowledged or its dump is
 * done. ON_REPLY gets each answer from the family of MSG. If it returns non-zero, reading ends
 * immediately and the call returns that value. -EINTR: the dump was complete but is not a
 * consistent snapshot.
 */
int vfv_genl_talk(struct vfv_genl *g, struct nl_sock *socket, struct nl_msg *msg,
		  const struct vfv_attr_set *set,
		  int (*on_reply)(struct nlmsghdr *reply, void *userdata), void *userdata,
		  struct vfv_nl_error *error);

/*
 * Receive one datagram. The caller must free() *BUF. Returns its length, 0 for one that is not from
 * the kernel and must be dropped, or a negative errno: -EAGAIN, -ENOBUFS.
 */
int vfv_genl_receive(struct vfv_genl *g, struct nl_sock *socket, unsigned char **buf);

/* Store the code of a local failure in ERROR, unless that is NULL. Returns R. */
int vfv_call_fail(struct vfv_nl_error *error, int r);

/* Begin a command. The caller owns *RET. -ENOENT if the family is not resolved. */
int vfv_call_new(struct vfv_genl *g, uint8_t command, int flags, struct nl_msg **ret);

/*
 * Run a "do" command on the request socket. Request and answer have the attributes of SET; OBJECT
 * gets the answer, NULL if the command has none.
 */
int vfv_call_do(struct vfv_genl *g, struct nl_msg *msg, const struct vfv_attr_set *set,
		void *object, struct vfv_nl_error *error);

/* A growing array of objects of SET. */
struct vfv_call_list {
	const struct vfv_attr_set *set;
	size_t size; /* of one object */
	size_t max;
	char *objects;
	size_t n;
	size_t room;
};

/*
 * Run a dump until it is a consistent snapshot. *RET, a pointer to the objects, and *N are taken
 * from LIST, which must not be used afterwards.
 */
int vfv_call_list(struct vfv_genl *g, uint8_t command, struct vfv_call_list *list, void *ret,
		  size_t *n, struct vfv_nl_error *error);
