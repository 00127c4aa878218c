// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of the core as netlink attributes.
 */

#include <linux/pid.h>

#include "genl.h"
#include "nl_put.h"
#include "state.h"

static int put_stats(struct sk_buff *skb)
{
	const struct vfiov_stats *s = &vfiov.stats;
	const struct vfiov_audit *a = &vfiov.audit;
	const struct {
		int attr;
		u64 value;
	} counters[] = {
		{ VFIOV_A_STATS_REQUESTS, s->requests },
		{ VFIOV_A_STATS_DECISIONS, s->decisions },
		{ VFIOV_A_STATS_DEFAULTS, s->defaults },
		{ VFIOV_A_STATS_REFUSED, s->refused },
		{ VFIOV_A_STATS_STALE, s->stale },
		{ VFIOV_A_STATS_OPENS, s->opens },
		{ VFIOV_A_STATS_OWNERS, s->owners },
		{ VFIOV_A_STATS_AUDIT_SEQ, a->seq },
		{ VFIOV_A_STATS_AUDIT_ACKED, a->acked },
		{ VFIOV_A_STATS_AUDIT_LOST, a->lost_total },
	};
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_STATUS_STATS);

	if (!nest || nla_put_u32(skb, VFIOV_A_STATS_AUDIT_HELD, a->held))
		return -EMSGSIZE;
	for (unsigned int i = 0; i < ARRAY_SIZE(counters); i++)
		if (nla_put_u64_64bit(skb, counters[i].attr, counters[i].value, VFIOV_A_STATS_PAD))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_owner(struct sk_buff *skb, const struct vfiov_owner *o)
{
	if (!o->sk)
		return 0;
	if (nla_put_string(skb, VFIOV_A_STATUS_OWNER_NAME, o->name) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_OWNER_PID, pid_nr(o->tgid)) ||
	    nla_put_u64_64bit(skb, VFIOV_A_STATUS_POLICY_GENERATION, o->policy_generation,
			      VFIOV_A_STATUS_PAD) ||
	    nla_put_string(skb, VFIOV_A_STATUS_POLICY_HASH, o->policy_hash) ||
	    (o->policy_error[0] &&
	     nla_put_string(skb, VFIOV_A_STATUS_POLICY_ERROR, o->policy_error)))
		return -EMSGSIZE;
	return 0;
}

int vfiov_nl_put_status(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd, bool admin)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, cmd);

	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_u32(skb, VFIOV_A_STATUS_ABI, VFIOV_ABI) ||
	    nla_put_string(skb, VFIOV_A_STATUS_VERSION, VFIOV_VERSION) ||
	    nla_put(skb, VFIOV_A_STATUS_INSTANCE, UUID_SIZE, &vfiov.instance) ||
	    put_owner(skb, &vfiov.owner) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_VFS, vfiov.nr_vfs) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_WAITING, vfiov.nr_waiting) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_OPEN_WAIT_MS, vfiov.params.open_wait_ms) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_GRACE_MS, vfiov.params.grace_ms) ||
	    nla_put_u32(skb, VFIOV_A_STATUS_RING_SIZE, vfiov.params.ring_size) ||
	    (admin && put_stats(skb))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}
