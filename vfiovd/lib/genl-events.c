// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/genetlink.h>
#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"

/*
 * A bit in the kernel's table of groups: since Linux 2.6.24, the group "notify" of nlctrl has the
 * id of the family.
 */
enum { CTRL_NOTIFY_GROUP = GENL_ID_CTRL };

/* Room for the events of a few thousand VFs. libnl requests less than the kernel's own default. */
enum { EVENT_BUFFER = 4 << 20 };

/* The number of reports of lost events that one call accepts before it gives up. */
enum { LOST_MAX = 64 };

int vfv_genl_events_open(struct vfv_genl *g)
{
	_cleanup_(nl_socket_freep) struct nl_sock *socket = NULL;
	const int size = EVENT_BUFFER;
	int fd, r;

	if (g->events)
		return 0;
	r = vfv_genl_socket_new(&socket);
	if (r < 0)
		return r;
	fd = nl_socket_get_fd(socket);
	/* Without CAP_NET_ADMIN, the system's limit applies. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) < 0)
		return -errno;
	r = nl_socket_set_nonblocking(socket);
	if (r == 0)
		r = nl_socket_add_membership(socket, CTRL_NOTIFY_GROUP);
	if (r < 0)
		return vfv_nl_errno(r);
	g->events = TAKE_PTR(socket);
	return 0;
}

int vfv_genl_events_fd(const struct vfv_genl *g)
{
	return g->events ? nl_socket_get_fd(g->events) : -1;
}

static int for_each_group(struct vfv_genl *g, unsigned int groups,
			  int (*change)(struct nl_sock *socket, int group))
{
	int r;

	if (!g->events)
		return -EBADF;
	for (size_t i = 0; i < VFV_N_GROUPS; i++) {
		if (!(groups >> i & 1))
			continue;
		if (!g->groups[i])
			return -ENOENT;
		r = change(g->events, g->groups[i]);
		if (r < 0)
			return vfv_nl_errno(r);
	}
	return 0;
}

int vfv_genl_join(struct vfv_genl *g, unsigned int groups)
{
	return for_each_group(g, groups, nl_socket_add_membership);
}

int vfv_genl_leave(struct vfv_genl *g, unsigned int groups)
{
	return for_each_group(g, groups, nl_socket_drop_membership);
}

/* Return true if the message says that our family has appeared or disappeared. */
static bool read_ctrl(struct vfv_genl *g, struct nlmsghdr *hdr, struct vfv_notice *notice)
{
	static const struct nla_policy policy[CTRL_ATTR_MAX + 1] = {
		[CTRL_ATTR_FAMILY_ID] = { .type = NLA_U16 },
	};
	struct genlmsghdr *genl = nlmsg_data(hdr);
	struct nlattr *tb[CTRL_ATTR_MAX + 1];

	if (genl->cmd != CTRL_CMD_NEWFAMILY && genl->cmd != CTRL_CMD_DELFAMILY)
		return false;
	if (genlmsg_parse(hdr, 0, tb, CTRL_ATTR_MAX, policy) < 0 || !tb[CTRL_ATTR_FAMILY_NAME] ||
	    nla_strcmp(tb[CTRL_ATTR_FAMILY_NAME], VFIOV_FAMILY_NAME) != 0)
		return false;
	if (genl->cmd == CTRL_CMD_NEWFAMILY) {
		notice->type = VFV_NOTICE_FAMILY_NEW;
		return true;
	}
	/*
	 * A different id means that the message is old: the family is back and has already been
	 * resolved.
	 */
	if (g->family && tb[CTRL_ATTR_FAMILY_ID] &&
	    nla_get_u16(tb[CTRL_ATTR_FAMILY_ID]) != g->family)
		return false;
	notice->type = VFV_NOTICE_FAMILY_GONE;
	g->family = 0;
	return true;
}

static bool read_family(struct nlmsghdr *hdr, struct vfv_notice *notice)
{
	static const struct {
		uint8_t command;
		enum vfv_notice_type type;
		const struct vfv_attr_set *set;
	} kinds[] = {
		{ VFIOV_CMD_STATUS_NTF, VFV_NOTICE_STATUS, &vfv_status_set },
		{ VFIOV_CMD_VF_NTF, VFV_NOTICE_VF, &vfv_vf_set },
		{ VFIOV_CMD_VF_DEL_NTF, VFV_NOTICE_VF_GONE, &vfv_vf_set },
		{ VFIOV_CMD_REQUEST_NTF, VFV_NOTICE_REQUEST, &vfv_doorbell_set },
		{ VFIOV_CMD_AUDIT_NTF, VFV_NOTICE_AUDIT, &vfv_doorbell_set },
	};
	struct genlmsghdr *genl = nlmsg_data(hdr);

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].command != genl->cmd)
			continue;
		notice->type = kinds[i].type;
		/* The members of the union have the same address. */
		return vfv_msg_parse(kinds[i].set, genlmsg_attrdata(genl, 0),
				     genlmsg_attrlen(genl, 0), &notice->status) == 0;
	}
	return false;
}

int vfv_genl_events_read(struct vfv_genl *g,
			 void (*func)(const struct vfv_notice *notice, void *userdata),
			 void *userdata)
{
	int lost = 0;

	for (;;) {
		_cleanup_free_ unsigned char *buf = NULL;
		struct nlmsghdr *hdr;
		int n;

		n = vfv_genl_receive(g, g->events, &buf);
		if (n == -EAGAIN)
			return lost ? -ENOBUFS : 0;
		if (n == -ENOBUFS && lost++ < LOST_MAX)
			continue;
		if (n < 0)
			return n;
		for (hdr = (void *)buf; nlmsg_ok(hdr, n); hdr = nlmsg_next(hdr, &n)) {
			struct vfv_notice notice;
			bool known = false;

			if (!genlmsg_valid_hdr(hdr, 0))
				continue;
			if (hdr->nlmsg_type == GENL_ID_CTRL)
				known = read_ctrl(g, hdr, &notice);
			else if (g->family && hdr->nlmsg_type == g->family)
				known = read_family(hdr, &notice);
			if (known)
				func(&notice, userdata);
		}
	}
}
