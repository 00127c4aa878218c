// SPDX-License-Identifier: GPL-2.0-only
/*
 * Multicasts of the family.
 */

#include "genl.h"
#include "nl_ntf.h"
#include "nl_put.h"
#include "outbox.h"

/* Large enough for a VF or the status with all texts and lists at their maximum. */
#define NTF_SIZE	3072

static void multicast(struct sk_buff *skb, int put_result, unsigned int group)
{
	if (put_result)
		nlmsg_free(skb);
	else
		vfiov_outbox_multicast(skb, group);
}

void vfiov_nl_vf_ntf(struct vfiov_entry *vf, u8 cmd)
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
