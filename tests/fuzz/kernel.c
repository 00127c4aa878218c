// SPDX-License-Identifier: GPL-2.0-only
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

struct piece {
	enum kernel_piece kind;
	bool more;
	const uint8_t *data;
	size_t size;
};

static bool next_piece(struct kernel *k, struct piece *piece)
{
	if (k->left < 3)
		return false;
	piece->kind = (k->at[0] & ~KERNEL_MORE) % KERNEL_KINDS;
	piece->more = k->at[0] & KERNEL_MORE;
	piece->size = k->at[1] | (size_t)k->at[2] << 8;
	k->at += 3;
	k->left -= 3;
	if (piece->size > k->left)
		piece->size = k->left;
	piece->data = k->at;
	k->at += piece->size;
	k->left -= piece->size;
	return true;
}

static bool is_event(const struct piece *piece)
{
	return piece->kind == KERNEL_EVENT || piece->kind == KERNEL_CTRL;
}

static uint16_t type_of(const struct kernel *k, enum kernel_piece kind)
{
	switch (kind) {
	case KERNEL_ERROR:
		return NLMSG_ERROR;
	case KERNEL_DONE:
		return NLMSG_DONE;
	case KERNEL_EVENT:
		return KERNEL_FAMILY;
	case KERNEL_CTRL:
		return GENL_ID_CTRL;
	case KERNEL_ANSWER:
	case KERNEL_RAW:
	case KERNEL_FAIL:
	case KERNEL_KINDS:
	case KERNEL_MORE:
		break;
	}
	return k->asked_type;
}

/* Grows BUF and appends one message, aligned as the kernel aligns it. */
static size_t append(const struct kernel *k, const struct piece *piece, uint8_t **buf, size_t len)
{
	size_t head = piece->kind == KERNEL_RAW ? 0 : NLMSG_HDRLEN;
	size_t start = NLMSG_ALIGN(len);
	uint8_t *grown = realloc(*buf, start + head + piece->size + 1);

	if (!grown)
		abort();
	*buf = grown;
	memset(grown + len, 0, start - len);
	if (head) {
		const struct nlmsghdr header = {
			.nlmsg_len = head + piece->size,
			.nlmsg_type = type_of(k, piece->kind),
			.nlmsg_flags = NLM_F_ACK_TLVS | NLM_F_CAPPED,
			.nlmsg_seq = is_event(piece) ? 0 : k->asked_seq,
		};

		memcpy(grown + start, &header, sizeof(header));
	}
	memcpy(grown + start + head, piece->data, piece->size);
	return start + head + piece->size;
}

/* Builds the answer of a correct kernel about the family: its number and three groups. */
static int introduce(const struct kernel *k, unsigned char **ret)
{
	static const char *const groups[] = { VFIOV_MCGRP_REQUEST, VFIOV_MCGRP_VF,
					      VFIOV_MCGRP_AUDIT };
	struct nl_msg *msg = nlmsg_alloc();
	struct nlmsghdr *header = nlmsg_put(msg, 0, k->asked_seq, GENL_ID_CTRL, GENL_HDRLEN, 0);
	const struct nlmsgerr fine = { 0 };
	struct nlattr *nest, *item;
	size_t len, end = NLMSG_LENGTH(sizeof(fine));
	uint8_t *buf;

	nla_put_u16(msg, CTRL_ATTR_FAMILY_ID, KERNEL_FAMILY);
	nest = nla_nest_start(msg, CTRL_ATTR_MCAST_GROUPS);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++) {
		item = nla_nest_start(msg, (int)i + 1);
		nla_put_string(msg, CTRL_ATTR_MCAST_GRP_NAME, groups[i]);
		nla_put_u32(msg, CTRL_ATTR_MCAST_GRP_ID, (uint32_t)i + 20);
		nla_nest_end(msg, item);
	}
	nla_nest_end(msg, nest);
	header = nlmsg_hdr(msg);
	len = NLMSG_ALIGN(header->nlmsg_len);
	buf = calloc(1, len + end);
	memcpy(buf, header, header->nlmsg_len);
	nlmsg_free(msg);
	header = (void *)(buf + len);
	*header = (struct nlmsghdr){
		.nlmsg_len = end,
		.nlmsg_type = NLMSG_ERROR,
		.nlmsg_seq = k->asked_seq,
	};
	*ret = buf;
	return (int)(len + end);
}

static int send_command(struct nl_sock *socket, struct nl_msg *msg, void *userdata)
{
	struct kernel *k = userdata;
	const struct nlmsghdr *asked = nlmsg_hdr(msg);

	k->asked_type = asked->nlmsg_type;
	k->asked_seq = asked->nlmsg_seq;
	return (int)asked->nlmsg_len;
}

bool kernel_is_event_socket(struct nl_sock *socket)
{
	return fcntl(nl_socket_get_fd(socket), F_GETFL) & O_NONBLOCK;
}

static int answer(struct nl_sock *socket, struct sockaddr_nl *from, unsigned char **ret,
		  void *userdata)
{
	bool events = kernel_is_event_socket(socket), more = true;
	struct kernel *k = userdata;
	struct piece piece;
	uint8_t *buf = NULL;
	size_t len = 0;

	*from = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	if (!events && k->honest && k->asked_type == GENL_ID_CTRL)
		return introduce(k, ret);
	while (more) {
		struct kernel before = *k;

		if (!next_piece(k, &piece))
			break;
		/* The event socket gets only events and raw messages. */
		if (events && !is_event(&piece) && piece.kind != KERNEL_RAW) {
			*k = before;
			break;
		}
		if (piece.kind == KERNEL_FAIL) {
			free(buf);
			return -(piece.size ? piece.data[0] % NLE_MAX + 1 : NLE_AGAIN);
		}
		len = append(k, &piece, &buf, len);
		more = piece.more;
	}
	if (!len) {
		free(buf);
		return 0;
	}
	/* Copy to the exact size, so that a read beyond the end is detected. */
	*ret = malloc(len);
	memcpy(*ret, buf, len);
	free(buf);
	return (int)len;
}

struct vfv_genl_hook kernel_hook(struct kernel *kernel, const uint8_t *data, size_t size)
{
	*kernel = (struct kernel){ .at = data, .left = size, .honest = true };
	return (struct vfv_genl_hook){ .send = send_command,
				       .receive = answer,
				       .userdata = kernel };
}
