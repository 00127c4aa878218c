// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands of an administrator: profile-set, profile-reset, params-set.
 */

#include <linux/unaligned.h>

#include "audit.h"
#include "entry.h"
#include "genl.h"
#include "nl_ntf.h"
#include "nl_util.h"
#include "owner.h"
#include "set.h"
#include "state.h"

/*
 * Create the reply, with room for a ticket, before the request is made, so that nothing can fail
 * afterwards.
 * Return: the reply, or NULL; @ticket is set to the attribute to fill in.
 */
static struct sk_buff *ticket_reply(struct genl_info *info, u8 cmd, struct nlattr **ticket)
{
	struct sk_buff *reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	void *hdr;

	if (!reply)
		return NULL;
	hdr = genlmsg_put_reply(reply, info, &vfiov_nl_family, 0, cmd);
	*ticket = hdr ? nla_reserve_64bit(reply, VFIOV_A_REQUEST_TICKET, sizeof(u64),
					  VFIOV_A_REQUEST_PAD) : NULL;
	if (!*ticket) {
		nlmsg_free(reply);
		return NULL;
	}
	genlmsg_end(reply, hdr);
	return reply;
}

/* Send @reply with @ticket, or free it if @ret is an error. */
static int ticket_send(struct genl_info *info, struct sk_buff *reply, struct nlattr *attr,
		       u64 ticket, int ret)
{
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	put_unaligned(ticket, (u64 *)nla_data(attr));
	return genlmsg_reply(reply, info);
}

int vfiov_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *migration = info->attrs[VFIOV_A_REQUEST_MIGRATION];
	struct nlattr *bdf = info->attrs[VFIOV_A_REQUEST_BDF];
	struct nlattr *ticket_attr;
	struct sk_buff *reply;
	struct vfiov_entry *vf;
	unsigned int profile;
	int ret = -ENODEV;
	u64 ticket = 0;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_BDF) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_PROFILE) ||
	    vfiov_nl_check_text(info, info->attrs[VFIOV_A_REQUEST_REASON]))
		return -EINVAL;
	reply = ticket_reply(info, VFIOV_CMD_PROFILE_SET, &ticket_attr);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = vfiov_nl_find_vf(info, bdf);
	if (vf) {
		profile = vfiov_profile_find(vf, nla_data(info->attrs[VFIOV_A_REQUEST_PROFILE]));
		ret = vfiov_request_set(vf, profile, migration && nla_get_u8(migration),
					vfiov_nl_text(info->attrs[VFIOV_A_REQUEST_REASON]),
					&ticket, info->extack);
		if (ret)
			vfiov_nl_blame(info, vf, profile, ret);
	}
	ret = vfiov_nl_refused(vf, info, ret);
	vfiov_unlock();
	return ticket_send(info, reply, ticket_attr, ticket, ret);
}

int vfiov_nl_profile_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *bdf = info->attrs[VFIOV_A_REQUEST_BDF];
	struct nlattr *ticket_attr;
	struct sk_buff *reply;
	struct vfiov_entry *vf;
	int ret = -ENODEV;
	u64 ticket = 0;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_BDF) ||
	    vfiov_nl_check_text(info, info->attrs[VFIOV_A_REQUEST_REASON]))
		return -EINVAL;
	reply = ticket_reply(info, VFIOV_CMD_PROFILE_RESET, &ticket_attr);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = vfiov_nl_find_vf(info, bdf);
	if (vf) {
		ret = vfiov_request_reset(vf, !vfiov_owner_check(NETLINK_CB(skb).sk, NULL),
					  vfiov_nl_text(info->attrs[VFIOV_A_REQUEST_REASON]),
					  &ticket, info->extack);
		if (ret)
			NL_SET_BAD_ATTR(info->extack, bdf);
	}
	ret = vfiov_nl_refused(vf, info, ret);
	vfiov_unlock();
	return ticket_send(info, reply, ticket_attr, ticket, ret);
}

static void set_param(u32 *param, const char *name, struct nlattr *attr)
{
	struct vfiov_record *rec;

	if (!attr || *param == nla_get_u32(attr))
		return;
	rec = vfiov_audit_new(VFIOV_EVENT_PARAMS, NULL);
	if (rec)
		snprintf(rec->text, sizeof(rec->text), "%s %u -> %u", name, *param,
			 nla_get_u32(attr));
	*param = nla_get_u32(attr);
	vfiov_audit_add(rec);
}

int vfiov_nl_params_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vfiov_params *p = &vfiov.params;

	mutex_lock(&vfiov.lock);
	set_param(&p->open_wait_ms, "open-wait-ms", info->attrs[VFIOV_A_STATUS_OPEN_WAIT_MS]);
	set_param(&p->grace_ms, "grace-ms", info->attrs[VFIOV_A_STATUS_GRACE_MS]);
	set_param(&p->ring_size, "ring-size", info->attrs[VFIOV_A_STATUS_RING_SIZE]);
	vfiov_nl_status_ntf();
	vfiov_unlock();
	return 0;
}
