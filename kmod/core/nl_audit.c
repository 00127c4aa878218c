// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about audit records: audit-get, audit-ack.
 */

#include "audit.h"
#include "genl.h"
#include "nl_put.h"
#include "nl_util.h"
#include "owner.h"
#include "record.h"
#include "state.h"

/* Called with vfiov.lock held. Return: the oldest record after @seq, or NULL. */
static struct vfiov_record *record_after(u64 seq)
{
	struct vfiov_record *rec;

	list_for_each_entry(rec, &vfiov.audit.ring, node)
		if (rec->seq > seq)
			return rec;
	return NULL;
}

/* Called with vfiov.lock held. A record that was read must not change. Return: 0 or -EMSGSIZE. */
static int put_read(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_record *rec)
{
	int ret = vfiov_nl_put_record(skb, portid, seq, flags, rec);

	if (!ret)
		rec->read = true;
	return ret;
}

int vfiov_nl_audit_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *from = info->attrs[VFIOV_A_AUDIT_SEQ];
	struct sk_buff *reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	struct vfiov_record *rec;
	int ret = -ENODATA;

	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	rec = record_after(from ? nla_get_u64(from) : 0);
	if (rec)
		ret = put_read(reply, info->snd_portid, info->snd_seq, 0, rec);
	else
		NL_SET_ERR_MSG(info->extack, "no newer record");
	vfiov_unlock();
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

/*
 * Records are only added at the end and removed at the front, so the dump is always consistent.
 * cb->args[0] is the last sequence number put, and cb->args[1] tells whether it is set.
 */
int vfiov_nl_audit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct genl_info *info = genl_info_dump(cb);
	struct nlattr *from = info->attrs[VFIOV_A_AUDIT_SEQ];
	struct vfiov_record *rec;
	int ret = 0;

	if (!cb->args[1]) {
		cb->args[0] = from ? nla_get_u64(from) : 0;
		cb->args[1] = 1;
	}
	mutex_lock(&vfiov.lock);
	list_for_each_entry(rec, &vfiov.audit.ring, node) {
		if (rec->seq <= (u64)cb->args[0])
			continue;
		ret = put_read(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI,
			       rec);
		if (ret)
			break;
		cb->args[0] = rec->seq;
	}
	vfiov_unlock();
	return ret;
}

int vfiov_nl_audit_ack_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *instance = info->attrs[VFIOV_A_AUDIT_INSTANCE];
	struct nlattr *seq = info->attrs[VFIOV_A_AUDIT_SEQ];
	int ret;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_AUDIT_INSTANCE) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_AUDIT_SEQ))
		return -EINVAL;
	mutex_lock(&vfiov.lock);
	ret = vfiov_owner_check(NETLINK_CB(skb).sk, info->extack);
	if (!ret && memcmp(nla_data(instance), &vfiov.instance, UUID_SIZE)) {
		NL_SET_ERR_MSG_ATTR(info->extack, instance, "wrong module instance");
		ret = -ESTALE;
	}
	if (!ret) {
		ret = vfiov_audit_ack(nla_get_u64(seq));
		if (ret)
			NL_SET_ERR_MSG_ATTR(info->extack, seq,
					    "sequence is newer than the last record");
	}
	ret = vfiov_nl_refused(NULL, info, ret);
	vfiov_unlock();
	return ret;
}
