// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the family is asked: the commands of genl-spec/vfiov.yaml, in its order.
 * Policies, permissions and the table of commands are generated from it (genl.c).
 *
 * Nothing here waits for anybody: commands run side by side, under vfiov.lock only.
 */

#include <linux/pci.h>
#include <linux/unaligned.h>

#include "nl_put.h"
#include "state.h"
#include "vf.h"

/*
 * For commands without attributes: the core checks attributes against a policy only
 * where there is one.
 */
static int no_attrs(const struct nlmsghdr *nlh, struct netlink_ext_ack *extack)
{
	if (!nlmsg_attrlen(nlh, GENL_HDRLEN))
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, nlmsg_attrdata(nlh, GENL_HDRLEN),
			    "this command takes no attributes");
	return -EINVAL;
}

static const char *text_or_empty(const struct nlattr *attr)
{
	return attr ? nla_data(attr) : "";
}

/* With vfiov.lock held. Return: the VF that @attr names, or NULL with extack set. */
static struct vfiov_vf *find_vf(struct genl_info *info, struct nlattr *attr)
{
	struct vfiov_vf *vf = vfiov_vf_find(nla_data(attr));

	if (!vf)
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "no VF with this PCI address is bound to vfiov_vfio_pci");
	return vf;
}

/* Count and record a refusal with the message that the sender gets. */
static int refused(struct vfiov_vf *vf, struct genl_info *info, int ret)
{
	if (ret)
		vfiov_audit_refused(vf, ret, info->extack->_msg ?: "");
	return ret;
}

int vfiov_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	int ret;

	ret = no_attrs(info->nlhdr, info->extack);
	if (ret)
		return ret;
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	ret = vfiov_nl_put_status(reply, info->snd_portid, info->snd_seq, 0, VFIOV_CMD_STATUS_GET);
	mutex_unlock(&vfiov.lock);
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

int vfiov_nl_vf_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	struct vfiov_vf *vf;
	int ret = -ENODEV;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_VF_BDF))
		return -EINVAL;
	reply = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = find_vf(info, info->attrs[VFIOV_A_VF_BDF]);
	if (vf)
		ret = vfiov_nl_put_vf(reply, info->snd_portid, info->snd_seq, 0, VFIOV_CMD_VF_GET,
				      vf);
	mutex_unlock(&vfiov.lock);
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

typedef int (*put_vf_t)(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_vf *vf);

static int put_vf(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_vf *vf)
{
	return vfiov_nl_put_vf(skb, portid, seq, flags, VFIOV_CMD_VF_GET, vf);
}

static int put_waiting(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_vf *vf)
{
	return vf->request.live ? vfiov_nl_put_request(skb, portid, seq, flags, vf) : 0;
}

/*
 * Dump something of each VF, with vfiov.lock held. cb->args[0] is the number of VFs
 * that are done; when the list has changed meanwhile, cb->seq tells the reader.
 */
static int dump_vfs(struct sk_buff *skb, struct netlink_callback *cb, put_vf_t put)
{
	struct vfiov_vf *vf;
	long i = 0;
	int ret = 0;

	cb->seq = vfiov.generation;
	list_for_each_entry(vf, &vfiov.vfs, node) {
		if (i++ < cb->args[0])
			continue;
		ret = put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, NLM_F_MULTI, vf);
		if (ret)
			break;
		cb->args[0] = i;
	}
	if (skb->len)
		nl_dump_check_consistent(cb, nlmsg_hdr(skb));
	return skb->len ? skb->len : ret;
}

int vfiov_nl_vf_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	ret = no_attrs(cb->nlh, cb->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = dump_vfs(skb, cb, put_vf);
	mutex_unlock(&vfiov.lock);
	return ret;
}

int vfiov_nl_owner_register_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	void *hdr;
	int ret;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_STATUS_ABI) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_STATUS_OWNER_NAME))
		return -EINVAL;
	if (nla_get_u32(info->attrs[VFIOV_A_STATUS_ABI]) != VFIOV_ABI) {
		NL_SET_ERR_MSG_ATTR_FMT(info->extack, info->attrs[VFIOV_A_STATUS_ABI],
					"this module speaks ABI %u", VFIOV_ABI);
		return -EPROTONOSUPPORT;
	}
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
	ret = vfiov_owner_register(NETLINK_CB(skb).sk, info->snd_portid,
				   nla_data(info->attrs[VFIOV_A_STATUS_OWNER_NAME]), info->extack);
	ret = refused(NULL, info, ret);
	mutex_unlock(&vfiov.lock);
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

	ret = no_attrs(info->nlhdr, info->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = refused(NULL, info, vfiov_owner_check(sk, info->extack));
	if (!ret)
		vfiov_owner_leave();
	mutex_unlock(&vfiov.lock);
	return ret;
}

int vfiov_nl_owner_update_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *generation = info->attrs[VFIOV_A_STATUS_POLICY_GENERATION];
	struct nlattr *hash = info->attrs[VFIOV_A_STATUS_POLICY_HASH];
	struct vfiov_owner *o = &vfiov.owner;
	int ret;

	mutex_lock(&vfiov.lock);
	ret = refused(NULL, info, vfiov_owner_check(NETLINK_CB(skb).sk, info->extack));
	if (!ret) {
		if (generation)
			o->policy_generation = nla_get_u64(generation);
		if (hash)
			nla_strscpy(o->policy_hash, hash, sizeof(o->policy_hash));
		vfiov_nl_status_ntf();
	}
	mutex_unlock(&vfiov.lock);
	return ret;
}

int vfiov_nl_request_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	int ret;

	ret = no_attrs(cb->nlh, cb->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_owner_check(NETLINK_CB(cb->skb).sk, cb->extack);
	if (ret)
		vfiov_audit_refused(NULL, ret, "request-get");
	else
		ret = dump_vfs(skb, cb, put_waiting);
	mutex_unlock(&vfiov.lock);
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
		.rule = text_or_empty(attrs[VFIOV_A_REQUEST_RULE]),
	};
	if (a->verdict == VFIOV_VERDICT_GRANT) {
		if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_PROFILE))
			return -EINVAL;
		a->profile = nla_get_u32(attrs[VFIOV_A_REQUEST_PROFILE]);
	}
	if (attrs[VFIOV_A_REQUEST_MIGRATION])
		a->migration = nla_get_u8(attrs[VFIOV_A_REQUEST_MIGRATION]);
	if (attrs[VFIOV_A_REQUEST_EXPLICIT])
		a->explicit_rule = nla_get_u8(attrs[VFIOV_A_REQUEST_EXPLICIT]);
	if (attrs[VFIOV_A_REQUEST_POLICY_GENERATION])
		a->policy_generation = nla_get_u64(attrs[VFIOV_A_REQUEST_POLICY_GENERATION]);
	return 0;
}

/* Point at the attribute that the error of a decision-set or a profile-set is about. */
static void blame(struct genl_info *info, struct vfiov_vf *vf, enum vfiov_profile profile, int ret)
{
	int attr = VFIOV_A_REQUEST_BDF;
	u32 missing;

	if (ret == -ESTALE)
		attr = VFIOV_A_REQUEST_COOKIE;
	else if (ret == -EINVAL)
		attr = VFIOV_A_REQUEST_VERDICT;
	else if (ret == -EOPNOTSUPP && vfiov_vf_available(vf, &missing) & BIT(profile))
		attr = VFIOV_A_REQUEST_MIGRATION;
	else if (ret == -EOPNOTSUPP || ret == -ENOBUFS || ret == -ENOTCONN)
		attr = VFIOV_A_REQUEST_PROFILE;
	if (info->attrs[attr])
		NL_SET_BAD_ATTR(info->extack, info->attrs[attr]);
}

int vfiov_nl_decision_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vfiov_answer answer;
	struct vfiov_vf *vf = NULL;
	int ret;

	ret = get_answer(info, &answer);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	ret = vfiov_owner_check(NETLINK_CB(skb).sk, info->extack);
	if (!ret) {
		vf = find_vf(info, info->attrs[VFIOV_A_REQUEST_BDF]);
		ret = vf ? vfiov_request_answer(vf, &answer, info->extack) : -ENODEV;
		if (ret && vf)
			blame(info, vf, answer.profile, ret);
	}
	ret = refused(vf, info, ret);
	mutex_unlock(&vfiov.lock);
	return ret;
}

/*
 * A reply with room for a ticket, made before anything happens, so that nothing can
 * fail when it has. Return: the reply, with @ticket in it to be filled in, or NULL.
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

/* Send @reply with @ticket, or free it when there is an error. */
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
	struct nlattr *profile = info->attrs[VFIOV_A_REQUEST_PROFILE];
	struct nlattr *bdf = info->attrs[VFIOV_A_REQUEST_BDF];
	struct nlattr *ticket_attr;
	struct sk_buff *reply;
	struct vfiov_vf *vf;
	int ret = -ENODEV;
	u64 ticket = 0;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_BDF) ||
	    GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_PROFILE))
		return -EINVAL;
	reply = ticket_reply(info, VFIOV_CMD_PROFILE_SET, &ticket_attr);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = find_vf(info, bdf);
	if (vf) {
		ret = vfiov_request_set(vf, nla_get_u32(profile),
					migration && nla_get_u8(migration),
					text_or_empty(info->attrs[VFIOV_A_REQUEST_REASON]),
					&ticket, info->extack);
		if (ret)
			blame(info, vf, nla_get_u32(profile), ret);
	}
	ret = refused(vf, info, ret);
	mutex_unlock(&vfiov.lock);
	return ticket_send(info, reply, ticket_attr, ticket, ret);
}

int vfiov_nl_profile_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *bdf = info->attrs[VFIOV_A_REQUEST_BDF];
	struct nlattr *ticket_attr;
	struct sk_buff *reply;
	struct vfiov_vf *vf;
	int ret = -ENODEV;
	u64 ticket = 0;

	if (GENL_REQ_ATTR_CHECK(info, VFIOV_A_REQUEST_BDF))
		return -EINVAL;
	reply = ticket_reply(info, VFIOV_CMD_PROFILE_RESET, &ticket_attr);
	if (!reply)
		return -ENOMEM;
	mutex_lock(&vfiov.lock);
	vf = find_vf(info, bdf);
	if (vf) {
		ret = vfiov_request_reset(vf, text_or_empty(info->attrs[VFIOV_A_REQUEST_REASON]),
					  &ticket, info->extack);
		if (ret)
			NL_SET_BAD_ATTR(info->extack, bdf);
	}
	ret = refused(vf, info, ret);
	mutex_unlock(&vfiov.lock);
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
	mutex_unlock(&vfiov.lock);
	return 0;
}

/* With vfiov.lock held. Return: the oldest record after @seq, or NULL. */
static struct vfiov_record *record_after(u64 seq)
{
	struct vfiov_record *rec;

	list_for_each_entry(rec, &vfiov.audit.ring, node)
		if (rec->seq > seq)
			return rec;
	return NULL;
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
		ret = vfiov_nl_put_record(reply, info->snd_portid, info->snd_seq, 0, rec);
	else
		NL_SET_ERR_MSG(info->extack, "there is no newer record");
	mutex_unlock(&vfiov.lock);
	if (ret) {
		nlmsg_free(reply);
		return ret;
	}
	return genlmsg_reply(reply, info);
}

/*
 * Records only come at the end and go at the front, so the dump is consistent by
 * itself: cb->args[0] is the last sequence that was put, cb->args[1] says that it is set.
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
		ret = vfiov_nl_put_record(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
					  NLM_F_MULTI, rec);
		if (ret)
			break;
		cb->args[0] = rec->seq;
	}
	mutex_unlock(&vfiov.lock);
	return skb->len ? skb->len : ret;
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
		NL_SET_ERR_MSG_ATTR(info->extack, instance, "another instance of the module");
		ret = -ESTALE;
	}
	if (!ret) {
		ret = vfiov_audit_ack(nla_get_u64(seq));
		if (ret)
			NL_SET_ERR_MSG_ATTR(info->extack, seq, "no record has this sequence yet");
	}
	ret = refused(NULL, info, ret);
	mutex_unlock(&vfiov.lock);
	return ret;
}
