// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that read: status-get, vf-get, request-get.
 */

#include "audit.h"
#include "entry.h"
#include "genl.h"
#include "nl_put.h"
#include "nl_util.h"
#include "owner.h"
#include "state.h"

int vfiov_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	int ret;

	ret = vfiov_nl_no_attrs(info->nlhdr, info->extack);
	if (ret)
		return ret;
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	ret = vfiov_nl_put_status(reply, info->snd_portid, info->snd_seq, 0, VFIOV_CMD_STATUS_GET,
				  vfiov_nl_is_admin(skb));
	vfiov_unlock();
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

int vfiov_nl_vf_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	struct vfiov_entry *vf;
	int ret = -ENODEV;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_VF_BDF))
		return -EINVAL;
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = vfiov_nl_find_vf(info, info->attrs[VFIOV_A_VF_BDF]);
	if (vf)
		ret = vfiov_nl_put_vf(reply, info->snd_portid, info->snd_seq, 0, VFIOV_CMD_VF_GET,
				      vf, vfiov_nl_is_admin(skb));
	vfiov_unlock();
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

typedef int (*put_vf_t)(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			struct vfiov_entry *vf);

static int put_vf(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_entry *vf)
{
	return vfiov_nl_put_vf(skb, portid, seq, flags, VFIOV_CMD_VF_GET, vf, false);
}

static int put_vf_admin(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_entry *vf)
{
	return vfiov_nl_put_vf(skb, portid, seq, flags, VFIOV_CMD_VF_GET, vf, true);
}

/*
 * Call @put, with vfiov.lock held, for each VF with the mark @filter in order of address.
 * cb->args[0] is the key to continue at, so VFs that come and go do not shift the others.
 * Return: -EMSGSIZE while there is more, 0 at the end. Netlink then ends the dump with this
 * message, and does not hold the module until the reader asks for another one.
 */
static int dump_vfs(struct sk_buff *skb, struct netlink_callback *cb, xa_mark_t filter,
		    put_vf_t put)
{
	unsigned long key = cb->args[0];
	struct vfiov_entry *vf;
	int ret = 0;

	for (vf = xa_find(&vfiov.vfs, &key, ULONG_MAX, filter); vf;
	     vf = xa_find_after(&vfiov.vfs, &key, ULONG_MAX, filter)) {
		ret = put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI, vf);
		if (ret)
			break;
		cb->args[0] = key + 1;
	}
	return ret;
}

int vfiov_nl_vf_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	ret = vfiov_nl_no_attrs(cb->nlh, cb->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	/*
	 * The dump may miss VFs that come or go in the meantime: NLM_F_DUMP_INTR tells the reader.
	 */
	cb->seq = vfiov.generation;
	ret = dump_vfs(skb, cb, XA_PRESENT, vfiov_nl_is_admin(cb->skb) ? put_vf_admin : put_vf);
	if (skb->len)
		nl_dump_check_consistent(cb, nlmsg_hdr(skb));
	vfiov_unlock();
	return ret;
}

int vfiov_nl_request_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	ret = vfiov_nl_no_attrs(cb->nlh, cb->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_owner_check(NETLINK_CB(cb->skb).sk, cb->extack);
	if (ret)
		vfiov_audit_refused(NULL, ret, "request-get");
	else
		ret = dump_vfs(skb, cb, VFIOV_WAITING, vfiov_nl_put_request);
	vfiov_unlock();
	return ret;
}
