// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"
#include "names.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

/* The kernel answers while sendmsg() runs, so an answer that is late has been lost. */
static const struct timeval answer_timeout = { .tv_sec = 5 };

int vfv_genl_socket_new(struct nl_sock **ret)
{
	_cleanup_(nl_socket_freep) struct nl_sock *socket = NULL;
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	const int on = 1;
	int fd, r;

	socket = nl_socket_alloc();
	if (!socket)
		return -ENOMEM;
	r = genl_connect(socket);
	if (r < 0)
		return vfv_nl_errno(r);
	fd = nl_socket_get_fd(socket);
	if (setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &answer_timeout, sizeof(answer_timeout)) < 0)
		return -errno;
	/*
	 * A connected socket accepts unicasts only from its peer, so other processes cannot fill
	 * its buffer.
	 */
	if (connect(fd, (const struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -errno;
	*ret = TAKE_PTR(socket);
	return 0;
}

int vfv_genl_open(struct vfv_genl **ret, const struct vfv_genl_hook *hook)
{
	_cleanup_(vfv_genl_closep) struct vfv_genl *g = NULL;
	int r;

	g = calloc(1, sizeof(*g));
	if (!g)
		return -ENOMEM;
	if (hook)
		g->hook = *hook;
	r = vfv_genl_socket_new(&g->request);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(g);
	return 0;
}

void vfv_genl_close(struct vfv_genl *g)
{
	if (!g)
		return;
	nl_socket_free(g->request);
	nl_socket_free(g->events);
	free(g);
}

int vfv_genl_receive(struct vfv_genl *g, struct nl_sock *socket, unsigned char **buf)
{
	struct sockaddr_nl from = { 0 };
	int n;

	*buf = NULL;
	n = g->hook.receive ? g->hook.receive(socket, &from, buf, g->hook.userdata)
			    : nl_recv(socket, &from, buf, NULL);
	if (n == 0)
		return -EAGAIN;
	if (n == -NLE_NOMEM)
		return -ENOBUFS;
	if (n < 0)
		return vfv_nl_errno(n);
	/* connect() already excludes other senders, but the code after this relies on it. */
	return from.nl_pid == 0 ? n : 0;
}

struct talk {
	const struct nlmsghdr *request;
	const struct vfv_attr_set *set;
	int (*on_reply)(struct nlmsghdr *reply, void *userdata);
	void *userdata;
	struct vfv_nl_error *error;
	bool done;
	bool interrupted;
};

static int talk_message(struct talk *talk, struct nlmsghdr *hdr)
{
	if (hdr->nlmsg_seq != talk->request->nlmsg_seq)
		return 0; /* discard the rest of an answer that timed out */
	if (hdr->nlmsg_flags & NLM_F_DUMP_INTR)
		talk->interrupted = true;
	if (hdr->nlmsg_type == NLMSG_ERROR || hdr->nlmsg_type == NLMSG_DONE) {
		talk->done = true;
		return vfv_nl_error_parse(hdr, talk->request, talk->set, talk->error);
	}
	if (hdr->nlmsg_type == NLMSG_OVERRUN)
		return -ENOBUFS;
	if (hdr->nlmsg_type == talk->request->nlmsg_type && talk->on_reply) {
		if (!genlmsg_valid_hdr(hdr, 0))
			return -EBADMSG;
		return talk->on_reply(hdr, talk->userdata);
	}
	return 0;
}

static int talk_receive(struct vfv_genl *g, struct nl_sock *socket, struct talk *talk)
{
	_cleanup_free_ unsigned char *buf = NULL;
	struct nlmsghdr *hdr;
	int n, r;

	n = vfv_genl_receive(g, socket, &buf);
	if (n == -EAGAIN)
		return -ETIMEDOUT;
	if (n < 0)
		return n;
	for (hdr = (void *)buf; nlmsg_ok(hdr, n); hdr = nlmsg_next(hdr, &n)) {
		r = talk_message(talk, hdr);
		if (r != 0 || talk->done)
			return r;
	}
	return 0;
}

/*
 * Messages that arrived before the request is sent are late answers to others. They must not use up
 * the room for this answer, and a report of their loss must not look like the loss of this answer.
 */
static void drain(struct vfv_genl *g, struct nl_sock *socket)
{
	unsigned char byte;

	if (g->hook.receive)
		return;
	while (recv(nl_socket_get_fd(socket), &byte, sizeof(byte), MSG_DONTWAIT | MSG_TRUNC) >= 0 ||
	       errno == ENOBUFS || errno == EINTR)
		;
}

int vfv_genl_talk(struct vfv_genl *g, struct nl_sock *socket, struct nl_msg *msg,
		  const struct vfv_attr_set *set,
		  int (*on_reply)(struct nlmsghdr *reply, void *userdata), void *userdata,
		  struct vfv_nl_error *error)
{
	struct vfv_nl_error unused;
	struct talk talk = {
		.request = nlmsg_hdr(msg),
		.set = set,
		.on_reply = on_reply,
		.userdata = userdata,
		/* cppcheck-suppress uninitvar ; it is an address */
		.error = error ?: &unused,
	};
	int r;

	*talk.error = (struct vfv_nl_error){ 0 };
	drain(g, socket);
	nl_complete_msg(socket, msg);
	r = g->hook.send ? g->hook.send(socket, msg, g->hook.userdata) : nl_send(socket, msg);
	if (r < 0)
		r = vfv_nl_errno(r);
	while (r >= 0 && !talk.done) {
		r = talk_receive(g, socket, &talk);
		if (r > 0)
			return r;
	}
	if (r == 0 && talk.interrupted)
		r = -EINTR;
	if (r < 0)
		talk.error->code = r;
	return r < 0 ? r : 0;
}

static int resolve_groups(struct vfv_genl *g, struct nlattr *groups)
{
	static const char *const names[VFV_N_GROUPS] = {
		VFIOV_MCGRP_REQUEST,
		VFIOV_MCGRP_VF,
		VFIOV_MCGRP_AUDIT,
	};
	static const struct nla_policy policy[CTRL_ATTR_MCAST_GRP_MAX + 1] = {
		[CTRL_ATTR_MCAST_GRP_ID] = { .type = NLA_U32 },
	};
	struct nlattr *tb[CTRL_ATTR_MCAST_GRP_MAX + 1], *group;
	int rest;

	nla_for_each_nested(group, groups, rest)
	{
		if (nla_parse_nested(tb, CTRL_ATTR_MCAST_GRP_MAX, group, policy) < 0 ||
		    !tb[CTRL_ATTR_MCAST_GRP_NAME] || !tb[CTRL_ATTR_MCAST_GRP_ID])
			return -EBADMSG;
		for (size_t i = 0; i < VFV_N_GROUPS; i++)
			if (nla_strcmp(tb[CTRL_ATTR_MCAST_GRP_NAME], names[i]) == 0)
				g->groups[i] = nla_get_u32(tb[CTRL_ATTR_MCAST_GRP_ID]);
	}
	return 0;
}

static int on_family(struct nlmsghdr *reply, void *userdata)
{
	static const struct nla_policy policy[CTRL_ATTR_MAX + 1] = {
		[CTRL_ATTR_FAMILY_ID] = { .type = NLA_U16 },
		[CTRL_ATTR_MCAST_GROUPS] = { .type = NLA_NESTED },
	};
	struct nlattr *tb[CTRL_ATTR_MAX + 1];
	struct vfv_genl *g = userdata;

	if (genlmsg_parse(reply, 0, tb, CTRL_ATTR_MAX, policy) < 0 || !tb[CTRL_ATTR_FAMILY_ID])
		return -EBADMSG;
	g->family = nla_get_u16(tb[CTRL_ATTR_FAMILY_ID]);
	return tb[CTRL_ATTR_MCAST_GROUPS] ? resolve_groups(g, tb[CTRL_ATTR_MCAST_GROUPS]) : 0;
}

/*
 * The kernel loads a module when any process looks up an unknown family. A look-up must not reload
 * a module that an administrator has just unloaded. A test's kernel does not appear in /sys.
 */
static bool module_is_away(const struct vfv_genl *g)
{
	return !g->hook.send && !g->hook.receive && access("/sys/module", F_OK) == 0 &&
	       access("/sys/module/" VFV_CORE_NAME, F_OK) < 0;
}

int vfv_genl_resolve(struct vfv_genl *g)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	g->family = 0;
	memset(g->groups, 0, sizeof(g->groups));
	if (module_is_away(g))
		return -ENOENT;
	msg = nlmsg_alloc();
	if (!msg ||
	    !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, 0, CTRL_CMD_GETFAMILY,
			 1) ||
	    nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, VFIOV_FAMILY_NAME) < 0)
		return -ENOMEM;
	r = vfv_genl_talk(g, g->request, msg, NULL, on_family, g, NULL);
	if (r == 0 && !g->family)
		r = -EBADMSG;
	if (r < 0)
		g->family = 0;
	return r;
}
