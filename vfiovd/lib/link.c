// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "link.h"
#include "macro.h"
#include "nl-error.h"

VFV_DEFINE_CLEANUP(struct nl_msg *, nlmsg_free);

int vfv_link_open(struct nl_sock **ret)
{
	static const struct timeval timeout = { .tv_sec = 5 };
	struct nl_sock *socket = nl_socket_alloc();
	int r;

	if (!socket)
		return -ENOMEM;
	r = nl_connect(socket, NETLINK_ROUTE);
	if (r < 0) {
		nl_socket_free(socket);
		return vfv_nl_errno(r);
	}
	/* The answer waits for RTNL, which may be held for a long time. */
	(void)setsockopt(nl_socket_get_fd(socket), SOL_SOCKET, SO_RCVTIMEO, &timeout,
			 sizeof(timeout));
	*ret = socket;
	return 0;
}

int vfv_link_listen(struct nl_sock **ret)
{
	struct nl_sock *socket;
	int r;

	r = vfv_link_open(&socket);
	if (r < 0)
		return r;
	/* Events are not answers. */
	nl_socket_disable_seq_check(socket);
	r = nl_socket_add_membership(socket, RTNLGRP_LINK);
	if (r >= 0)
		r = nl_socket_set_nonblocking(socket);
	if (r < 0) {
		nl_socket_free(socket);
		return vfv_nl_errno(r);
	}
	*ret = socket;
	return 0;
}

static void copy_text(const struct nlattr *attr, char *text, size_t size)
{
	if (attr)
		nla_strlcpy(text, attr, size);
}

static void add_name(struct vfv_link *link, const struct nlattr *attr)
{
	if (link->n_names == VFV_LINK_NAMES_MAX)
		link->incomplete = true;
	else
		copy_text(attr, link->names[link->n_names++], VFV_ALT_NAME_SIZE);
}

int vfv_link_parse(struct nlmsghdr *message, struct vfv_link *ret)
{
	const struct ifinfomsg *info = nlmsg_data(message);
	struct nlattr *attrs[IFLA_MAX + 1], *attr;
	int left;

	*ret = (struct vfv_link){ 0 };
	if ((message->nlmsg_type != RTM_NEWLINK && message->nlmsg_type != RTM_DELLINK) ||
	    !nlmsg_valid_hdr(message, sizeof(*info)) ||
	    nlmsg_parse(message, sizeof(*info), attrs, IFLA_MAX, NULL) < 0)
		return -ENOMSG;
	/* Events about bridge ports have the same type. */
	if (info->ifi_family != AF_UNSPEC || info->ifi_index <= 0)
		return -ENOMSG;
	ret->ifindex = info->ifi_index;
	if (message->nlmsg_type == RTM_DELLINK)
		return 1;
	if (!attrs[IFLA_IFNAME])
		return -ENOMSG;
	add_name(ret, attrs[IFLA_IFNAME]);
	if (attrs[IFLA_PROP_LIST])
		nla_for_each_nested(attr, attrs[IFLA_PROP_LIST], left)
			if (nla_type(attr) == IFLA_ALT_IFNAME)
				add_name(ret, attr);
	copy_text(attrs[IFLA_PHYS_PORT_NAME], ret->port, sizeof(ret->port));
	copy_text(attrs[IFLA_PARENT_DEV_BUS_NAME], ret->bus, sizeof(ret->bus));
	copy_text(attrs[IFLA_PARENT_DEV_NAME], ret->parent, sizeof(ret->parent));
	return 0;
}

/* Handler for the messages of an answer. */
struct answer {
	void (*func)(const struct vfv_link *link, void *userdata);
	void *userdata;
	int error;
};

static int on_link(struct nl_msg *msg, void *userdata)
{
	struct answer *answer = userdata;
	struct vfv_link link;

	if (vfv_link_parse(nlmsg_hdr(msg), &link) == 0)
		answer->func(&link, answer->userdata);
	return NL_OK;
}

static int on_error(struct sockaddr_nl *from _unused_, struct nlmsgerr *error, void *userdata)
{
	((struct answer *)userdata)->error = error->error;
	return NL_STOP;
}

static int send_request(struct nl_sock *socket, int ifindex, int flags)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, flags);
	const struct ifinfomsg info = { .ifi_family = AF_UNSPEC, .ifi_index = ifindex };
	int r;

	if (!msg || nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0)
		return -ENOMEM;
	r = nl_send_auto(socket, msg);
	return r < 0 ? vfv_nl_errno(r) : 0;
}

int vfv_link_ask(struct nl_sock *socket)
{
	return send_request(socket, 0, NLM_F_DUMP);
}

static int ask(struct nl_sock *socket, int ifindex, int flags, struct answer *answer)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int r;

	if (!cb)
		return -ENOMEM;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_link, answer);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, answer);
	r = send_request(socket, ifindex, flags);
	if (r >= 0) {
		r = nl_recvmsgs(socket, cb);
		r = r < 0 ? vfv_nl_errno(r) : 0;
	}
	nl_cb_put(cb);
	return answer->error < 0 ? answer->error : r;
}

static void take_one(const struct vfv_link *link, void *userdata)
{
	struct vfv_link *ret = userdata;

	/* The answer comes first; this socket receives no events. */
	if (!ret->n_names)
		*ret = *link;
}

int vfv_link_get(struct nl_sock *socket, int ifindex, struct vfv_link *ret)
{
	struct answer answer = { .func = take_one, .userdata = ret };
	int r;

	*ret = (struct vfv_link){ 0 };
	/* Without NLM_F_ACK, the answer is one message, so there is nothing else to wait for. */
	r = ask(socket, ifindex, 0, &answer);
	if (r < 0)
		return r;
	return ret->n_names && ret->ifindex == ifindex ? 0 : -ENODEV;
}

int vfv_link_dump(struct nl_sock *socket, void (*func)(const struct vfv_link *link, void *userdata),
		  void *userdata)
{
	struct answer answer = { .func = func, .userdata = userdata };

	return ask(socket, 0, NLM_F_DUMP, &answer);
}
