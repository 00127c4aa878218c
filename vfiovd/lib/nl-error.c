// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>

#include "msg.h"
#include "nl-error.h"

static void append_name(const struct vfv_attr_set *set, unsigned int type, char *text, size_t size)
{
	const char *name = set ? vfv_msg_attr_name(set, type) : NULL;
	size_t used = strlen(text);

	if (name)
		snprintf(text + used, size - used, "%s%s", used ? "." : "", name);
	else
		snprintf(text + used, size - used, "%s#%u", used ? "." : "", type);
}

/*
 * The name of the attribute that starts OFFSET bytes into REQUEST, including the names of its
 * nests.
 */
static const struct vfv_attr_set *name_at(const struct nlmsghdr *request, unsigned int offset,
					  const struct vfv_attr_set *set, char *text, size_t size)
{
	const char *base = (const char *)request;
	const struct nlattr *nla = (const void *)(base + NLMSG_HDRLEN + GENL_HDRLEN);
	int rest = (int)request->nlmsg_len - NLMSG_HDRLEN - GENL_HDRLEN;

	while (nla_ok(nla, rest)) {
		unsigned int start = (const char *)nla - base;

		if (offset >= start && offset < start + NLA_ALIGN(nla->nla_len)) {
			append_name(set, nla_type(nla), text, size);
			set = set ? vfv_msg_attr_nest(set, nla_type(nla)) : NULL;
			if (offset == start || !set)
				return set;
			rest = nla_len(nla);
			nla = nla_data(nla);
			continue;
		}
		nla = nla_next(nla, &rest);
	}
	return set;
}

static void parse_tlvs(const struct nlattr *head, int len, const struct nlmsghdr *request,
		       const struct vfv_attr_set *set, struct vfv_nl_error *ret)
{
	const struct nlattr *tb[NLMSGERR_ATTR_MAX + 1] = { NULL };
	const struct nlattr *nla;
	int rest;

	nla_for_each_attr(nla, head, len, rest) if (nla_type(nla) <= NLMSGERR_ATTR_MAX)
		tb[nla_type(nla)] = nla;

	if (tb[NLMSGERR_ATTR_MSG])
		snprintf(ret->message, sizeof(ret->message), "%.*s", nla_len(tb[NLMSGERR_ATTR_MSG]),
			 (const char *)nla_data(tb[NLMSGERR_ATTR_MSG]));
	if (!request)
		return;
	if (tb[NLMSGERR_ATTR_OFFS] && nla_len(tb[NLMSGERR_ATTR_OFFS]) == sizeof(uint32_t))
		name_at(request, nla_get_u32(tb[NLMSGERR_ATTR_OFFS]), set, ret->attribute,
			sizeof(ret->attribute));
	if (tb[NLMSGERR_ATTR_MISS_TYPE] &&
	    nla_len(tb[NLMSGERR_ATTR_MISS_TYPE]) == sizeof(uint32_t)) {
		ret->attribute[0] = 0;
		if (tb[NLMSGERR_ATTR_MISS_NEST] &&
		    nla_len(tb[NLMSGERR_ATTR_MISS_NEST]) == sizeof(uint32_t))
			set = name_at(request, nla_get_u32(tb[NLMSGERR_ATTR_MISS_NEST]), set,
				      ret->attribute, sizeof(ret->attribute));
		append_name(set, nla_get_u32(tb[NLMSGERR_ATTR_MISS_TYPE]), ret->attribute,
			    sizeof(ret->attribute));
	}
}

int vfv_nl_error_parse(const struct nlmsghdr *answer, const struct nlmsghdr *request,
		       const struct vfv_attr_set *set, struct vfv_nl_error *ret)
{
	const char *payload = nlmsg_data(answer);
	size_t skip, len = nlmsg_datalen(answer);
	int code = 0;

	*ret = (struct vfv_nl_error){ 0 };
	if (answer->nlmsg_type == NLMSG_DONE) {
		/* The message at the end of a successful dump may have no payload. */
		skip = sizeof(int);
		if (len == 0)
			return 0;
	} else {
		/*
		 * The kernel echoes the whole request or, with NETLINK_CAP_ACK, only its header.
		 * NLM_F_CAPPED marks the latter.
		 */
		const struct nlmsgerr *e = (const void *)payload;

		skip = sizeof(*e);
		if (len >= skip && e->error && !(answer->nlmsg_flags & NLM_F_CAPPED)) {
			if (e->msg.nlmsg_len < NLMSG_HDRLEN)
				return -EBADMSG;
			skip += NLMSG_ALIGN((size_t)e->msg.nlmsg_len - NLMSG_HDRLEN);
		}
	}
	if (len < sizeof(int) ||
	    (answer->nlmsg_type != NLMSG_DONE && len < sizeof(struct nlmsgerr)))
		return -EBADMSG;

	memcpy(&code, payload, sizeof(code));
	if (code > 0 || code < -4095)
		return -EBADMSG;
	ret->code = code;
	if ((answer->nlmsg_flags & NLM_F_ACK_TLVS) && skip < len)
		parse_tlvs((const void *)(payload + skip), len - skip, request, set, ret);
	return code;
}

int vfv_nl_errno(int error)
{
	static const struct {
		int nle;
		int errnum;
	} map[] = {
		{ NLE_INTR, EINTR },	       { NLE_BAD_SOCK, EBADF },
		{ NLE_AGAIN, EAGAIN },	       { NLE_NOMEM, ENOMEM },
		{ NLE_EXIST, EEXIST },	       { NLE_INVAL, EINVAL },
		{ NLE_RANGE, ERANGE },	       { NLE_MSGSIZE, EMSGSIZE },
		{ NLE_OPNOTSUPP, EOPNOTSUPP }, { NLE_AF_NOSUPPORT, EAFNOSUPPORT },
		{ NLE_OBJ_NOTFOUND, ENOENT },  { NLE_PERM, EPERM },
		{ NLE_NOACCESS, EACCES },      { NLE_BUSY, EBUSY },
		{ NLE_NODEV, ENODEV },	       { NLE_PROTO_MISMATCH, EPROTONOSUPPORT },
		{ NLE_MSG_TRUNC, EBADMSG },    { NLE_MSG_TOOSHORT, EBADMSG },
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].nle == -error)
			return -map[i].errnum;
	return -EIO;
}

const char *vfv_nl_error_text(const struct vfv_nl_error *error)
{
	if (error->message[0])
		return error->message;
	if (error->code == -ENOENT)
		return "the kernel module is not loaded";
	return strerror(-error->code);
}
