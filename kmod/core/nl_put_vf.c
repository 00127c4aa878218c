// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF, and its request, as netlink attributes.
 */

#include <linux/pci.h>

#include "entry.h"
#include "genl.h"
#include "nl_put.h"

static int put_counter(struct sk_buff *skb, const char *name, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_VF_STATS_COUNTER);

	if (!nest || nla_put_string(skb, VFIOV_A_COUNTER_NAME, name) ||
	    nla_put_u64_64bit(skb, VFIOV_A_COUNTER_VALUE, value, VFIOV_A_COUNTER_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_vf_stats(struct sk_buff *skb, struct vfiov_entry *vf)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_VF_STATS);
	const struct vfiov_driver *driver = vf->driver;
	u64 values[VFIOV_TABLE_MAX] = {};

	if (!nest)
		return -EMSGSIZE;
	if (driver->nr_counters)
		driver->count(vf->dev, values);
	for (unsigned int i = 0; i < driver->nr_counters; i++)
		if (put_counter(skb, driver->counters[i].name, values[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_available(struct sk_buff *skb, struct vfiov_entry *vf, u32 available)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_VF_AVAILABLE);

	if (!nest)
		return -EMSGSIZE;
	for (unsigned int i = 0; i < vf->driver->nr_profiles; i++)
		if (available & BIT(i) &&
		    nla_put_string(skb, VFIOV_A_NAMES_NAME, vfiov_profile_name(vf, i)))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_missing(struct sk_buff *skb, struct vfiov_entry *vf)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_VF_MISSING);
	u32 missing;

	if (!nest)
		return -EMSGSIZE;
	vfiov_available(vf, &missing);
	for (unsigned int i = 0; i < vf->driver->nr_reasons; i++)
		if (missing & BIT(i) &&
		    nla_put_string(skb, VFIOV_A_NAMES_NAME, vf->driver->reasons[i].name))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_flag_known(struct sk_buff *skb, int attr, int value)
{
	return value < 0 ? 0 : nla_put_u8(skb, attr, !!value);
}

static int put_guest(struct sk_buff *skb, struct vfiov_entry *vf)
{
	struct vfiov_guest g = { .io = -1, .memory = -1, .bus_master = -1, .status = -1 };
	struct nlattr *nest;

	if (!vf->driver->guest || vf->choice.use != VFIOV_OPEN)
		return 0;
	vf->driver->guest(vf->dev, &g);
	nest = nla_nest_start(skb, VFIOV_A_VF_GUEST);
	if (!nest || put_flag_known(skb, VFIOV_A_GUEST_IO, g.io) ||
	    put_flag_known(skb, VFIOV_A_GUEST_MEMORY, g.memory) ||
	    put_flag_known(skb, VFIOV_A_GUEST_BUS_MASTER, g.bus_master) ||
	    (g.driver && nla_put_string(skb, VFIOV_A_GUEST_DRIVER, g.driver)) ||
	    (g.interrupts && nla_put_string(skb, VFIOV_A_GUEST_INTERRUPTS, g.interrupts)) ||
	    (g.status >= 0 && nla_put_u32(skb, VFIOV_A_GUEST_STATUS, g.status)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_set_result(struct sk_buff *skb, const struct vfiov_entry *vf)
{
	const struct vfiov_set_result *s = &vf->set_result;
	struct nlattr *nest;

	if (!s->ticket)
		return 0;
	nest = nla_nest_start(skb, VFIOV_A_VF_SET);
	if (!nest ||
	    nla_put_u64_64bit(skb, VFIOV_A_SET_RESULT_TICKET, s->ticket,
			      VFIOV_A_SET_RESULT_PAD) ||
	    nla_put_string(skb, VFIOV_A_SET_RESULT_PROFILE, vfiov_profile_name(vf, s->profile)))
		return -EMSGSIZE;
	if (s->answered &&
	    (nla_put_u32(skb, VFIOV_A_SET_RESULT_VERDICT, s->verdict) ||
	     nla_put_u32(skb, VFIOV_A_SET_RESULT_CAUSE, s->cause) ||
	     nla_put_string(skb, VFIOV_A_SET_RESULT_RULE, s->rule)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/*
 * Put the facts about a VF: administrators see them in vf-get, the policy uses those in
 * request-get.
 */
static int put_facts(struct sk_buff *skb, struct vfiov_entry *vf, bool admin)
{
	struct pci_dev *pdev = vf->pdev;
	u32 missing, available = vfiov_available(vf, &missing);

	if (vf->physfn && nla_put_string(skb, VFIOV_A_VF_PF, pci_name(vf->physfn)))
		return -EMSGSIZE;
	if (nla_put_u32(skb, VFIOV_A_VF_INDEX, vf->index) ||
	    nla_put_u16(skb, VFIOV_A_VF_VENDOR, pdev->vendor) ||
	    nla_put_u16(skb, VFIOV_A_VF_DEVICE, pdev->device) ||
	    nla_put_u16(skb, VFIOV_A_VF_SUBSYSTEM_VENDOR, pdev->subsystem_vendor) ||
	    nla_put_u16(skb, VFIOV_A_VF_SUBSYSTEM_DEVICE, pdev->subsystem_device) ||
	    nla_put_u32(skb, VFIOV_A_VF_CLASS, pdev->class) ||
	    nla_put_s32(skb, VFIOV_A_VF_NUMA_NODE, dev_to_node(&pdev->dev)) ||
	    nla_put_string(skb, VFIOV_A_VF_DRIVER, vf->driver->name) ||
	    put_available(skb, vf, available) ||
	    nla_put_u8(skb, VFIOV_A_VF_MIGRATABLE, vfiov_migratable(vf)) ||
	    nla_put_string(skb, VFIOV_A_VF_CURRENT,
			   vfiov_profile_name(vf, vfiov_current(vf)->profile)) ||
	    nla_put_u32(skb, VFIOV_A_VF_OPEN_COUNT, vf->choice.use == VFIOV_OPEN))
		return -EMSGSIZE;
	if (admin && vf->serial &&
	    nla_put_u64_64bit(skb, VFIOV_A_VF_SERIAL, vf->serial, VFIOV_A_VF_PAD))
		return -EMSGSIZE;
	return 0;
}

static int put_choice(struct sk_buff *skb, struct vfiov_entry *vf, bool admin)
{
	const struct vfiov_decision *now = vfiov_current(vf);
	const struct vfiov_decision *next = &vf->choice.next;

	if (next->profile != now->profile &&
	    nla_put_string(skb, VFIOV_A_VF_PENDING, vfiov_profile_name(vf, next->profile)))
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
		    struct vfiov_entry *vf, bool admin)
{
	void *hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, cmd);

	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_string(skb, VFIOV_A_VF_BDF, pci_name(vf->pdev)) ||
	    put_missing(skb, vf) ||
	    put_facts(skb, vf, admin) || put_choice(skb, vf, admin) ||
	    put_set_result(skb, vf) ||
	    (admin && (put_vf_stats(skb, vf) || put_guest(skb, vf)))) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

int vfiov_nl_put_request(struct sk_buff *skb, u32 portid, u32 seq, int flags,
			 struct vfiov_entry *vf)
{
	const struct vfiov_request *r = &vf->request;
	struct nlattr *nest;
	void *hdr;

	hdr = genlmsg_put(skb, portid, seq, &vfiov_nl_family, flags, VFIOV_CMD_REQUEST_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_string(skb, VFIOV_A_REQUEST_BDF, pci_name(vf->pdev)) ||
	    nla_put_u64_64bit(skb, VFIOV_A_REQUEST_COOKIE, r->cookie, VFIOV_A_REQUEST_PAD) ||
	    nla_put_u32(skb, VFIOV_A_REQUEST_KIND, r->kind) ||
	    nla_put_string(skb, VFIOV_A_REQUEST_PROFILE, vfiov_profile_name(vf, r->profile)) ||
	    nla_put_u8(skb, VFIOV_A_REQUEST_MIGRATION, r->migration) ||
	    nla_put_string(skb, VFIOV_A_REQUEST_REASON, r->reason) ||
	    nla_put_u32(skb, VFIOV_A_REQUEST_AGE_MS, ktime_ms_delta(ktime_get(), r->born)) ||
	    nla_put_u64_64bit(skb, VFIOV_A_REQUEST_TICKET, r->ticket, VFIOV_A_REQUEST_PAD) ||
	    vfiov_nl_put_who(skb, VFIOV_A_REQUEST_REQUESTER, &r->who))
		goto err_cancel;
	nest = nla_nest_start(skb, VFIOV_A_REQUEST_VF);
	/* The owner's policy may use all facts. */
	if (!nest || put_facts(skb, vf, true))
		goto err_cancel;
	nla_nest_end(skb, nest);
	genlmsg_end(skb, hdr);
	return 0;

err_cancel:
	genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}
