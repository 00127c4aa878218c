// SPDX-License-Identifier: GPL-2.0-only
/*
 * An audit record, and a requester, as netlink attributes.
 */

#include "genl.h"
#include "nl_put.h"
#include "record.h"
#include "state.h"

int vfiov_nl_put_who(struct sk_buff *skb, int attr, const struct vfiov_who *who)
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest ||
	    nla_put_u32(skb, VFIOV_A_REQUESTER_PID, who->pid) ||
	    nla_put_u32(skb, VFIOV_A_REQUESTER_UID, who->uid) ||
	    nla_put_u32(skb, VFIOV_A_REQUESTER_LOGINUID, who->loginuid) ||
	    nla_put_string(skb, VFIOV_A_REQUESTER_COMM, who->comm))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Put the attributes that only some events have. */
static int put_record_details(struct sk_buff *skb, const struct vfiov_record *rec)
{
	if (rec->bdf[0] &&
	    (nla_put_string(skb, VFIOV_A_AUDIT_BDF, rec->bdf) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_INDEX, rec->index) ||
	     nla_put_u8(skb, VFIOV_A_AUDIT_MIGRATION, rec->migration) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_SOURCE, rec->source) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_CAUSE, rec->cause) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_KIND, rec->kind) ||
	     nla_put_string(skb, VFIOV_A_AUDIT_RULE, rec->rule) ||
	     nla_put_u8(skb, VFIOV_A_AUDIT_EXPLICIT, rec->explicit_rule)))
		return -EMSGSIZE;
	if (rec->driver[0] && nla_put_string(skb, VFIOV_A_AUDIT_DRIVER, rec->driver))
		return -EMSGSIZE;
	if (rec->profile[0] &&
	    (nla_put_string(skb, VFIOV_A_AUDIT_PROFILE_OLD, rec->profile_old) ||
	     nla_put_string(skb, VFIOV_A_AUDIT_PROFILE, rec->profile)))
		return -EMSGSIZE;
	if (rec->pf[0] && nla_put_string(skb, VFIOV_A_AUDIT_PF, rec->pf))
		return -EMSGSIZE;
	if (rec->policy_generation &&
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_POLICY_GENERATION, rec->policy_generation,
			      VFIOV_A_AUDIT_PAD))
		return -EMSGSIZE;
	if (rec->ticket &&
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_TICKET, rec->ticket, VFIOV_A_AUDIT_PAD))
		return -EMSGSIZE;
	if (rec->latency_us &&
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_LATENCY_US, rec->latency_us, VFIOV_A_AUDIT_PAD))
		return -EMSGSIZE;
	if (rec->lost && nla_put_u64_64bit(skb, VFIOV_A_AUDIT_LOST, rec->lost, VFIOV_A_AUDIT_PAD))
		return -EMSGSIZE;
	if (rec->bytes &&
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_BYTES, rec->bytes, VFIOV_A_AUDIT_PAD))
		return -EMSGSIZE;
	if (rec->error && nla_put_u32(skb, VFIOV_A_AUDIT_ERROR, rec->error))
		return -EMSGSIZE;
	if (rec->text[0] && nla_put_string(skb, VFIOV_A_AUDIT_TEXT, rec->text))
		return -EMSGSIZE;
	if (rec->level && nla_put_u32(skb, VFIOV_A_AUDIT_LEVEL, rec->level))
		return -EMSGSIZE;
	return 0;
}

/* Put the attributes of a record that represents several events. */
static int put_record_count(struct sk_buff *skb, const struct vfiov_record *rec)
{
	if (rec->count == 1)
		return 0;
	if (nla_put_u64_64bit(skb, VFIOV_A_AUDIT_COUNT, rec->count, VFIOV_A_AUDIT_PAD) ||
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_TIME_LAST, rec->time_last, VFIOV_A_AUDIT_PAD) ||
	    (rec->crowded && nla_put_flag(skb, VFIOV_A_AUDIT_CROWDED)))
		return -EMSGSIZE;
	return 0;
}

int vfiov_nl_put_record(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			const struct vfiov_record *rec)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, VFIOV_CMD_AUDIT_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (nla_put(skb, VFIOV_A_AUDIT_INSTANCE, UUID_SIZE, &vfiov.instance) ||
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_SEQ, rec->seq, VFIOV_A_AUDIT_PAD) ||
	    nla_put_u32(skb, VFIOV_A_AUDIT_EVENT, rec->event) ||
	    nla_put_u64_64bit(skb, VFIOV_A_AUDIT_TIME, rec->time, VFIOV_A_AUDIT_PAD) ||
	    put_record_details(skb, rec) || put_record_count(skb, rec) ||
	    vfiov_nl_put_who(skb, VFIOV_A_AUDIT_REQUESTER, &rec->who)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}
