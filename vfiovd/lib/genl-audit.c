// SPDX-License-Identifier: GPL-2.0-only
/* The audit, which any administrator may read, and which the owner acknowledges. */
#include <errno.h>

#include <netlink/genl/genl.h>

#include "genl-internal.h"
#include "genl.h"

struct audit_dump {
	int (*func)(const struct vfv_audit_record *record, void *userdata);
	void *userdata;
};

static int on_audit_record(struct nlmsghdr *reply, void *userdata)
{
	struct audit_dump *dump = userdata;
	struct vfv_audit_record record;
	int r;

	r = vfv_msg_parse(&vfv_audit_set, genlmsg_attrdata(nlmsg_data(reply), 0),
			  genlmsg_attrlen(nlmsg_data(reply), 0), &record);
	return r < 0 ? r : dump->func(&record, dump->userdata);
}

static int audit_next(struct vfv_genl *g, uint64_t after, struct vfv_audit_record *ret,
		      struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_AUDIT_GET, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, after) < 0)
		return vfv_call_fail(error, -EMSGSIZE);
	return vfv_call_do(g, msg, &vfv_audit_set, ret, error);
}

/* Reads the same records as a dump does, for cases in which no dump can be started. */
static int audit_one_by_one(struct vfv_genl *g, uint64_t after, const struct audit_dump *dump,
			    struct vfv_nl_error *error)
{
	struct vfv_audit_record record = { 0 };
	int r;

	do {
		r = audit_next(g, after, &record, error);
		if (r == -ENODATA)
			return 0;
		if (r < 0)
			return r;
		if (record.seq <= after)
			return vfv_call_fail(error, -EBADMSG);
		after = record.seq;
		r = dump->func(&record, dump->userdata);
	} while (r == 0);
	return r;
}

int vfv_genl_audit_dump(struct vfv_genl *g, uint64_t after,
			int (*func)(const struct vfv_audit_record *record, void *userdata),
			void *userdata, struct vfv_nl_error *error)
{
	_cleanup_(nl_socket_freep) struct nl_sock *socket = NULL;
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	struct audit_dump dump = { func, userdata };
	int r;

	r = vfv_call_new(g, VFIOV_CMD_AUDIT_GET, NLM_F_DUMP, &msg);
	if (r == 0 && after && nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, after) < 0)
		r = -EMSGSIZE;
	if (r == 0)
		r = vfv_genl_socket_new(&socket);
	if (r < 0)
		return vfv_call_fail(error, r);
	r = vfv_genl_talk(g, socket, msg, &vfv_audit_set, on_audit_record, &dump, error);
	/* A dump needs a reference to the module, which it cannot get during an unload. */
	if (r == -EPROTONOSUPPORT)
		return audit_one_by_one(g, after, &dump, error);
	/*
	 * An interrupted dump is fine: records do not change, and their numbers would show a gap.
	 */
	return r == -EINTR ? 0 : r;
}

int vfv_genl_audit_ack(struct vfv_genl *g, const uint8_t instance[static VFIOV_INSTANCE_LEN],
		       uint64_t seq, struct vfv_nl_error *error)
{
	_cleanup_(nlmsg_freep) struct nl_msg *msg = NULL;
	int r;

	r = vfv_call_new(g, VFIOV_CMD_AUDIT_ACK, 0, &msg);
	if (r < 0)
		return vfv_call_fail(error, r);
	if (nla_put(msg, VFIOV_A_AUDIT_INSTANCE, VFIOV_INSTANCE_LEN, instance) < 0 ||
	    nla_put_u64(msg, VFIOV_A_AUDIT_SEQ, seq) < 0)
		return vfv_call_fail(error, -EMSGSIZE);
	return vfv_call_do(g, msg, &vfv_audit_set, NULL, error);
}
