// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands of the owner: owner-register, -unregister, -update, decision-set.
 */

#include "answer.h"
#include "entry.h"
#include "genl.h"
#include "nl_ntf.h"
#include "nl_util.h"
#include "owner.h"
#include "state.h"

static int check_abi(struct genl_info *info, struct nlattr *abi)
{
	u32 theirs = nla_get_u32(abi);

	if (theirs == VFIOV_ABI)
		return 0;
	NL_SET_ERR_MSG_ATTR_FMT(info->extack, abi,
				"the module uses ABI %u, the daemon ABI %u: upgrade the %s",
				VFIOV_ABI, theirs, theirs < VFIOV_ABI ? "daemon" : "module");
	return -EPROTONOSUPPORT;
}

int vfiov_nl_owner_register_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	void *hdr;
	int ret;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_STATUS_ABI) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_STATUS_OWNER_NAME))
		return -EINVAL;
	ret = vfiov_nl_check_text(info, info->attrs[VFIOV_A_STATUS_OWNER_NAME]);
	if (ret)
		return ret;
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	hdr = genlmsg_put_reply(reply, info, &vfiov_nl_family, 0, VFIOV_CMD_OWNER_REGISTER);
	if (!hdr || nla_put_u32(reply, VFIOV_A_STATUS_ABI, VFIOV_ABI) ||
	    nla_put(reply, VFIOV_A_STATUS_INSTANCE, UUID_SIZE, &vfiov.instance)) {
		ret = -EMSGSIZE;
		goto err_free;
	}
	genlmsg_end(reply, hdr);

	mutex_lock(&vfiov.lock);
	ret = check_abi(info, info->attrs[VFIOV_A_STATUS_ABI]);
	if (!ret)
		ret = vfiov_owner_register(NETLINK_CB(skb).sk, info->snd_portid,
					   nla_data(info->attrs[VFIOV_A_STATUS_OWNER_NAME]),
					   info->extack);
	ret = vfiov_nl_refused(NULL, info, ret);
	vfiov_unlock();
	if (ret)
		goto err_free;
	return genlmsg_reply(reply, info);

err_free:
	nlmsg_free(reply);
	return ret;
}

int vfiov_nl_owner_unregister_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sock *sk = NETLINK_CB(skb).sk;
	int ret;

	ret = vfiov_nl_no_attrs(info->nlhdr, info->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_nl_refused(NULL, info, vfiov_owner_check(sk, info->extack));
	if (!ret)
		vfiov_owner_leave();
	vfiov_unlock();
	return ret;
}

int vfiov_nl_owner_update_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *generation = info->attrs[VFIOV_A_STATUS_POLICY_GENERATION];
	struct nlattr *hash = info->attrs[VFIOV_A_STATUS_POLICY_HASH];
	struct nlattr *error = info->attrs[VFIOV_A_STATUS_POLICY_ERROR];
	struct vfiov_owner *o = &vfiov.owner;
	int ret;

	ret = vfiov_nl_check_text(info, hash);
	if (!ret)
		ret = vfiov_nl_check_text(info, error);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_nl_refused(NULL, info, vfiov_owner_check(NETLINK_CB(skb).sk, info->extack));
	if (!ret) {
		if (generation)
			o->policy_generation = nla_get_u64(generation);
		if (hash)
			nla_strscpy(o->policy_hash, hash, sizeof(o->policy_hash));
		/*
		 * No attribute means no error. A daemon that does not know the attribute never
		 * reports an error.
		 */
		strscpy(o->policy_error, vfiov_nl_text(error), sizeof(o->policy_error));
		vfiov_nl_status_ntf();
	}
	vfiov_unlock();
	return ret;
}

/* Return: 0, or -EINVAL with the missing attribute in the extack. */
static int get_answer(struct genl_info *info, struct vfiov_answer *a)
{
	struct nlattr **attrs = info->attrs;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_BDF) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_COOKIE) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_VERDICT))
		return -EINVAL;
	*a = (struct vfiov_answer){
		.cookie = nla_get_u64(attrs[VFIOV_A_REQUEST_COOKIE]),
		.verdict = nla_get_u32(attrs[VFIOV_A_REQUEST_VERDICT]),
		.rule = vfiov_nl_text(attrs[VFIOV_A_REQUEST_RULE]),
	};
	if (a->verdict == VFIOV_VERDICT_GRANT) {
		if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_PROFILE))
			return -EINVAL;
	}
	if (vfiov_nl_check_text(info, attrs[VFIOV_A_REQUEST_RULE]))
		return -EINVAL;
	if (attrs[VFIOV_A_REQUEST_MIGRATION])
		a->migration = nla_get_u8(attrs[VFIOV_A_REQUEST_MIGRATION]);
	if (attrs[VFIOV_A_REQUEST_EXPLICIT])
		a->explicit_rule = nla_get_u8(attrs[VFIOV_A_REQUEST_EXPLICIT]);
	if (attrs[VFIOV_A_REQUEST_POLICY_GENERATION])
		a->policy_generation = nla_get_u64(attrs[VFIOV_A_REQUEST_POLICY_GENERATION]);
	if (attrs[VFIOV_A_REQUEST_LEVEL])
		a->level = nla_get_u32(attrs[VFIOV_A_REQUEST_LEVEL]);
	return 0;
}

static int answer_request(struct genl_info *info, struct vfiov_entry *vf, struct vfiov_answer *a)
{
	int ret;

	if (a->verdict == VFIOV_VERDICT_GRANT)
		a->profile = vfiov_profile_find(vf, nla_data(info->attrs[VFIOV_A_REQUEST_PROFILE]));
	ret = vfiov_request_answer(vf, a, info->extack);
	if (ret)
		vfiov_nl_blame(info, vf, a->profile, ret);
	return ret;
}

int vfiov_nl_decision_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vfiov_answer answer;
	struct vfiov_entry *vf = NULL;
	int ret;

	ret = get_answer(info, &answer);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_owner_check(NETLINK_CB(skb).sk, info->extack);
	if (!ret) {
		vf = vfiov_nl_find_vf(info, info->attrs[VFIOV_A_REQUEST_BDF]);
		ret = vf ? answer_request(info, vf, &answer) : -ENODEV;
	}
	ret = vfiov_nl_refused(vf, info, ret);
	vfiov_unlock();
	return ret;
}
