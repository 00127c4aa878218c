// SPDX-License-Identifier: GPL-2.0-only
#include "wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <netlink/attr.h>

#include "client/util.h"
#include "lib/msg.h"

#define ROOM 4096

void wire_begin(struct wire_msg *msg, uint16_t family, uint8_t command, uint16_t flags)
{
	const struct genlmsghdr genl = { .cmd = command, .version = VFIOV_FAMILY_VERSION };

	memset(msg, 0, sizeof(*msg));
	msg->hdr.nlmsg_type = family;
	msg->hdr.nlmsg_flags = NLM_F_REQUEST | flags;
	memcpy(msg->bytes + NLMSG_HDRLEN, &genl, sizeof(genl));
	msg->len = NLMSG_HDRLEN + GENL_HDRLEN;
}

void wire_put(struct wire_msg *msg, uint16_t type, const void *data, size_t len)
{
	const struct nlattr attr = { .nla_len = NLA_HDRLEN + len, .nla_type = type };

	if (msg->len + NLA_HDRLEN + NLA_ALIGN(len) > sizeof(msg->bytes))
		return;
	memcpy(msg->bytes + msg->len, &attr, sizeof(attr));
	if (len)
		memcpy(msg->bytes + msg->len + NLA_HDRLEN, data, len);
	msg->len += NLA_HDRLEN + NLA_ALIGN(len);
}

void wire_u8(struct wire_msg *msg, uint16_t type, uint8_t value)
{
	wire_put(msg, type, &value, sizeof(value));
}

void wire_u32(struct wire_msg *msg, uint16_t type, uint32_t value)
{
	wire_put(msg, type, &value, sizeof(value));
}

void wire_u64(struct wire_msg *msg, uint16_t type, uint64_t value)
{
	wire_put(msg, type, &value, sizeof(value));
}

void wire_text(struct wire_msg *msg, uint16_t type, const char *text)
{
	wire_put(msg, type, text, strlen(text) + 1);
}

int wire_send(struct wire *wire, struct wire_msg *msg)
{
	msg->hdr.nlmsg_len = msg->len;
	msg->hdr.nlmsg_seq = ++wire->seq;
	return send(wire->fd, msg->bytes, msg->len, 0) < 0 ? -errno : 0;
}

static void find_family(struct nlmsghdr *answer, void *userdata)
{
	struct wire *wire = userdata;
	struct nlattr *head = (void *)((char *)NLMSG_DATA(answer) + GENL_HDRLEN);
	struct nlattr *id =
		nla_find(head, (int)NLMSG_PAYLOAD(answer, GENL_HDRLEN), CTRL_ATTR_FAMILY_ID);

	if (id)
		wire->family = nla_get_u16(id);
}

int wire_talk(struct wire *wire, struct wire_msg *msg, const struct vfv_attr_set *set,
	      /* cppcheck-suppress constParameter ; the functions called here fill it */
	      struct vfv_nl_error *error)
{
	const size_t room = wire->room ?: ROOM;
	_cleanup_free_ struct nlmsghdr *answers = malloc(room);
	struct vfv_nl_error unused;
	int r;

	if (!answers)
		return -ENOMEM;
	if (!(msg->hdr.nlmsg_flags & NLM_F_DUMP))
		msg->hdr.nlmsg_flags |= NLM_F_ACK;
	r = wire_send(wire, msg);
	while (r >= 0) {
		ssize_t n = recv(wire->fd, answers, room, 0);
		struct nlmsghdr *h = answers;

		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		for (size_t rest = n; NLMSG_OK(h, rest); h = NLMSG_NEXT(h, rest)) {
			if (h->nlmsg_seq != wire->seq)
				continue;
			if (h->nlmsg_type == NLMSG_ERROR || h->nlmsg_type == NLMSG_DONE)
				return vfv_nl_error_parse(h, &msg->hdr, set, error ?: &unused);
			if (wire->on_reply)
				wire->on_reply(h, wire->userdata);
		}
	}
	return r;
}

int wire_open(struct wire *wire)
{
	const struct timeval timeout = { .tv_sec = 5 };
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	socklen_t len = sizeof(address);
	struct wire_msg msg;
	const int on = 1;
	int r;

	*wire = (struct wire){ .seq = 1 };
	wire->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (wire->fd < 0)
		return -errno;
	if (bind(wire->fd, (struct sockaddr *)&address, len) < 0 ||
	    getsockname(wire->fd, (struct sockaddr *)&address, &len) < 0 ||
	    setsockopt(wire->fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on)) < 0 ||
	    setsockopt(wire->fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on)) < 0 ||
	    setsockopt(wire->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout)) < 0)
		r = -errno;
	else
		r = 0;
	wire->portid = address.nl_pid;
	wire_begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	wire_text(&msg, CTRL_ATTR_FAMILY_NAME, VFIOV_FAMILY_NAME);
	wire->on_reply = find_family;
	wire->userdata = wire;
	if (r == 0)
		r = wire_talk(wire, &msg, NULL, NULL);
	wire->on_reply = NULL;
	if (r < 0)
		wire_close(wire);
	return r;
}

void wire_close(struct wire *wire)
{
	util_close(&wire->fd);
}

int wire_register(struct wire *wire, uint32_t abi, const char *name)
{
	struct wire_msg msg;

	wire_begin(&msg, wire->family, VFIOV_CMD_OWNER_REGISTER, 0);
	wire_u32(&msg, VFIOV_A_STATUS_ABI, abi);
	wire_text(&msg, VFIOV_A_STATUS_OWNER_NAME, name);
	return wire_talk(wire, &msg, NULL, NULL);
}

/* A one-byte message with space for a file descriptor. */
struct parcel {
	char byte;
	struct iovec iov;
	struct msghdr msg;
	union {
		struct cmsghdr head;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control; /* last member, because it ends with a flexible array */
};

static void parcel_init(struct parcel *p)
{
	*p = (struct parcel){ .iov = { &p->byte, 1 } };
	p->msg = (struct msghdr){ .msg_iov = &p->iov,
				  .msg_iovlen = 1,
				  .msg_control = &p->control,
				  .msg_controllen = sizeof(p->control) };
}

int wire_pass(const struct wire *wire, int channel)
{
	struct parcel p;

	parcel_init(&p);
	p.control.head = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)),
					   .cmsg_level = SOL_SOCKET,
					   .cmsg_type = SCM_RIGHTS };
	memcpy(CMSG_DATA(&p.control.head), &wire->fd, sizeof(wire->fd));
	return util_errno(sendmsg(channel, &p.msg, 0));
}

void wire_take(struct wire *wire, int channel)
{
	struct parcel p;

	parcel_init(&p);
	wire->fd = -1;
	if (recvmsg(channel, &p.msg, 0) == 1 && p.msg.msg_controllen)
		memcpy(&wire->fd, CMSG_DATA(&p.control.head), sizeof(wire->fd));
}
