// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the family says: objects of the module as netlink attributes, and multicasts.
 */

#include <linux/pci.h>

#include "nl_put.h"
#include "pf.h"
#include "state.h"
#include "vf.h"

/* Large enough for a VF or the status with all texts at their maximum. */
#define NTF_SIZE	2048

static int put_vf_stats(struct sk_buff *skb, const struct vfiov_vf_stats *s)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_VF_STATS);

	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u64_64bit(skb, VFIOV_A_VF_STATS_COMMANDS, atomic64_read(&s->commands),
			      VFIOV_A_VF_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VFIOV_A_VF_STATS_RETRIES, atomic64_read(&s->retries),
			      VFIOV_A_VF_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VFIOV_A_VF_STATS_ERRORS, atomic64_read(&s->errors),
			      VFIOV_A_VF_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VFIOV_A_VF_STATS_NOTIFIES, atomic64_read(&s->notifies),
			      VFIOV_A_VF_STATS_PAD) ||
	    nla_put_u64_64bit(skb, VFIOV_A_VF_STATS_CACHED, atomic64_read(&s->cached),
			      VFIOV_A_VF_STATS_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_set_result(struct sk_buff *skb, const struct vfiov_set_result *s)
{
	struct nlattr *nest;

	if (!s->ticket)
		return 0;
	nest = nla_nest_start(skb, VFIOV_A_VF_SET);
	if (!nest ||
	    nla_put_u64_64bit(skb, VFIOV_A_SET_RESULT_TICKET, s->ticket,
			      VFIOV_A_SET_RESULT_PAD) ||
	    nla_put_u32(skb, VFIOV_A_SET_RESULT_PROFILE, s->profile))
		return -EMSGSIZE;
	if (s->answered &&
	    (nla_put_u32(skb, VFIOV_A_SET_RESULT_VERDICT, s->verdict) ||
	     nla_put_u32(skb, VFIOV_A_SET_RESULT_CAUSE, s->cause) ||
	     nla_put_string(skb, VFIOV_A_SET_RESULT_RULE, s->rule)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* What a VF is and can be: in vf-get, and for the policy in request-get. */
static int put_facts(struct sk_buff *skb, struct vfiov_vf *vf, bool admin)
{
	struct pci_dev *pdev = vf->core.pdev;
	u32 missing, available = vfiov_vf_available(vf, &missing);

	if (vf->pf && nla_put_string(skb, VFIOV_A_VF_PF, pci_name(vf->pf->physfn)))
		return -EMSGSIZE;
	if (nla_put_u32(skb, VFIOV_A_VF_INDEX, vfiov_vf_index(vf)) ||
	    nla_put_u16(skb, VFIOV_A_VF_VENDOR, pdev->vendor) ||
	    nla_put_u16(skb, VFIOV_A_VF_DEVICE, pdev->device) ||
	    nla_put_u16(skb, VFIOV_A_VF_SUBSYSTEM_VENDOR, pdev->subsystem_vendor) ||
	    nla_put_u16(skb, VFIOV_A_VF_SUBSYSTEM_DEVICE, pdev->subsystem_device) ||
	    nla_put_u32(skb, VFIOV_A_VF_CLASS, pdev->class) ||
	    nla_put_s32(skb, VFIOV_A_VF_NUMA_NODE, dev_to_node(&pdev->dev)) ||
	    nla_put_u32(skb, VFIOV_A_VF_AVAILABLE, available) ||
	    nla_put_u8(skb, VFIOV_A_VF_MIGRATABLE, 0) ||
	    nla_put_u32(skb, VFIOV_A_VF_CURRENT, vfiov_decide_current(vf)->profile) ||
	    nla_put_u32(skb, VFIOV_A_VF_OPEN_COUNT, vf->choice.use == VFIOV_OPEN))
		return -EMSGSIZE;
	if (admin && vf->pf && vf->pf->serial &&
	    nla_put_u64_64bit(skb, VFIOV_A_VF_SERIAL, vf->pf->serial, VFIOV_A_VF_PAD))
		return -EMSGSIZE;
	return 0;
}

static int put_choice(struct sk_buff *skb, struct vfiov_vf *vf, bool admin)
{
	const struct vfiov_decision *now = vfiov_decide_current(vf);
	const struct vfiov_decision *next = &vf->choice.next;

	if (next->profile != now->profile && nla_put_u32(skb, VFIOV_A_VF_PENDING, next->profile))
		return -EMSGSIZE;
	if (nla_put_u8(skb, VFIOV_A_VF_MIGRATION, now->migration) ||
	    nla_put_u32(skb, VFIOV_A_VF_SOURCE, now->source) ||
	    nla_put_u32(skb, VFIOV_A_VF_CAUSE, now->cause) ||
	    nla_put_string(skb, VFIOV_A_VF_RULE, now->rule) ||
	    nla_put_u64_64bit(skb, VFIOV_A_VF_POLICY_GENERATION, now->policy_generation,
			      VFIOV_A_VF_PAD))
		return -EMSGSIZE;
	if (vf->request.live && nla_put_flag(skb, VFIOV_A_VF_WAITING))
		return -EMSGSIZE;
	if (admin && vf->choice.open_pid &&
	    nla_put_u32(skb, VFIOV_A_VF_OPEN_PID, vf->choice.open_pid))
		return -EMSGSIZE;
	return 0;
}

int vfiov_nl_put_vf(struct sk_buff *skb, u32 portid, u32 seq, int flags, u8 cmd,
		    struct vfiov_vf *vf, bool admin)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, cmd);
	u32 missing;

	if (!hdr)
		return -EMSGSIZE;
	vfiov_vf_available(vf, &missing);
	if (nla_put_string(skb, VFIOV_A_VF_BDF, pci_name(vf->core.pdev)) ||
	    nla_put_u32(skb, VFIOV_A_VF_MISSING, missing) ||
	    put_facts(skb, vf, admin) || put_choice(skb, vf, admin) ||
	    put_set_result(skb, &vf->set_result) ||
	    (admin && put_vf_stats(skb, &vf->stats))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

static int put_who(struct sk_buff *skb, int attr, const struct vfiov_who *who)
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

int vfiov_nl_put_request(struct sk_buff *skb, u32 portid, u32 seq, int flags, struct vfiov_vf *vf)
{
	const struct vfiov_request *r = &vf->request;
	struct nlattr *nest;
	void *hdr;

	hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, VFIOV_CMD_REQUEST_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_string(skb, VFIOV_A_REQUEST_BDF, pci_name(vf->core.pdev)) ||
	    nla_put_u64_64bit(skb, VFIOV_A_REQUEST_COOKIE, r->cookie, VFIOV_A_REQUEST_PAD) ||
	    nla_put_u32(skb, VFIOV_A_REQUEST_KIND, r->kind) ||
	    nla_put_u32(skb, VFIOV_A_REQUEST_PROFILE, r->profile) ||
	    nla_put_u8(skb, VFIOV_A_REQUEST_MIGRATION, r->migration) ||
	    nla_put_string(skb, VFIOV_A_REQUEST_REASON, r->reason) ||
	    nla_put_u32(skb, VFIOV_A_REQUEST_AGE_MS, ktime_ms_delta(ktime_get(), r->born)) ||
	    nla_put_u64_64bit(skb, VFIOV_A_REQUEST_TICKET, r->ticket, VFIOV_A_REQUEST_PAD) ||
	    put_who(skb, VFIOV_A_REQUEST_REQUESTER, &r->who))
		goto err_cancel;
	nest = nla_nest_start(skb, VFIOV_A_REQUEST_VF);
	/* For the owner, whose policy may look at everything. */
	if (!nest || put_facts(skb, vf, true))
		goto err_cancel;
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;

err_cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

/* What only some events have. */
static int put_record_details(struct sk_buff *skb, const struct vfiov_record *rec)
{
	if (rec->bdf[0] &&
	    (nla_put_string(skb, VFIOV_A_AUDIT_BDF, rec->bdf) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_INDEX, rec->index) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_PROFILE_OLD, rec->profile_old) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_PROFILE, rec->profile) ||
	     nla_put_u8(skb, VFIOV_A_AUDIT_MIGRATION, rec->migration) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_SOURCE, rec->source) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_CAUSE, rec->cause) ||
	     nla_put_u32(skb, VFIOV_A_AUDIT_KIND, rec->kind) ||
	     nla_put_string(skb, VFIOV_A_AUDIT_RULE, rec->rule) ||
	     nla_put_u8(skb, VFIOV_A_AUDIT_EXPLICIT, rec->explicit_rule)))
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
	if (rec->error && nla_put_u32(skb, VFIOV_A_AUDIT_ERROR, rec->error))
		return -EMSGSIZE;
	if (rec->text[0] && nla_put_string(skb, VFIOV_A_AUDIT_TEXT, rec->text))
		return -EMSGSIZE;
	if (rec->level && nla_put_u32(skb, VFIOV_A_AUDIT_LEVEL, rec->level))
		return -EMSGSIZE;
	return 0;
}

/* Of a record that stands for more than one event. */
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
	    put_who(skb, VFIOV_A_AUDIT_REQUESTER, &rec->who)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

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

static void multicast(struct sk_buff *skb, int put_result, unsigned int group)
{
	if (put_result)
		nlmsg_free(skb);
	else
		vfiov_outbox_multicast(skb, group);
}

void vfiov_nl_vf_ntf(struct vfiov_vf *vf, u8 cmd)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&vfiov_nl_family, &init_net, VFIOV_NLGRP_VF))
		return;
	skb = genlmsg_new(NTF_SIZE, GFP_KERNEL);
	if (skb)
		multicast(skb, vfiov_nl_put_vf(skb, 0, 0, 0, cmd, vf, false), VFIOV_NLGRP_VF);
}

void vfiov_nl_status_ntf(void)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&vfiov_nl_family, &init_net, VFIOV_NLGRP_VF))
		return;
	skb = genlmsg_new(NTF_SIZE, GFP_KERNEL);
	if (skb)
		multicast(skb, vfiov_nl_put_status(skb, 0, 0, 0, VFIOV_CMD_STATUS_NTF, false),
			  VFIOV_NLGRP_VF);
}

static int put_doorbell(struct sk_buff *skb, u8 cmd, u32 count, u64 seq)
{
	void *hdr = genlmsg_put(skb, 0, 0, &vfiov_nl_family, 0, cmd);

	if (!hdr || nla_put_u32(skb, VFIOV_A_DOORBELL_COUNT, count) ||
	    nla_put_u64_64bit(skb, VFIOV_A_DOORBELL_SEQ, seq, VFIOV_A_DOORBELL_PAD))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

void vfiov_nl_doorbell_ntf(u8 cmd, unsigned int group, u32 count, u64 seq)
{
	struct sk_buff *skb;

	if (!genl_has_listeners(&vfiov_nl_family, &init_net, group))
		return;
	skb = genlmsg_new(nla_total_size(sizeof(count)) + nla_total_size_64bit(sizeof(seq)),
			  GFP_KERNEL);
	if (skb)
		multicast(skb, put_doorbell(skb, cmd, count, seq), group);
}
