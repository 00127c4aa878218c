// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command about registered drivers: driver-get.
 */

#include <linux/vfiov.h>

#include "driver.h"
#include "genl.h"
#include "nl_util.h"
#include "state.h"

/* Sizes in bytes: of an attribute with a name, of one with a text, and of a nest around @size. */
#define NAME_SIZE	nla_total_size(VFIOV_NAME_MAX + 1)
#define TEXT_SIZE	nla_total_size(VFIOV_TEXT_MAX + 1)
#define NEST_SIZE(size)	nla_total_size(size)

/* A message with a driver whose table has the maximum size. */
#define DRIVER_SIZE (NLMSG_HDRLEN + GENL_HDRLEN + NAME_SIZE + nla_total_size(sizeof(u32)) + \
		     VFIOV_TABLE_MAX * (NEST_SIZE(2 * NAME_SIZE + 2 * TEXT_SIZE) +		  \
					NEST_SIZE(NAME_SIZE + TEXT_SIZE + nla_total_size(0)) +	  \
					NEST_SIZE(NAME_SIZE + TEXT_SIZE)))

static int put_profile(struct sk_buff *skb, const struct vfiov_profile_info *p)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_DRIVER_PROFILE);

	if (!nest || nla_put_string(skb, VFIOV_A_PROFILE_INFO_NAME, p->name) ||
	    nla_put_string(skb, VFIOV_A_PROFILE_INFO_SUMMARY, p->summary) ||
	    nla_put_string(skb, VFIOV_A_PROFILE_INFO_EFFECT, p->effect) ||
	    (p->gate && nla_put_string(skb, VFIOV_A_PROFILE_INFO_GATE, p->gate)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_reason(struct sk_buff *skb, const struct vfiov_reason_info *r)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_DRIVER_REASON);

	if (!nest || nla_put_string(skb, VFIOV_A_REASON_INFO_NAME, r->name) ||
	    nla_put_string(skb, VFIOV_A_REASON_INFO_TEXT, r->text) ||
	    (r->migration && nla_put_flag(skb, VFIOV_A_REASON_INFO_MIGRATION)))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_counter(struct sk_buff *skb, const struct vfiov_counter_info *c)
{
	struct nlattr *nest = nla_nest_start(skb, VFIOV_A_DRIVER_COUNTER);

	if (!nest || nla_put_string(skb, VFIOV_A_COUNTER_INFO_NAME, c->name) ||
	    nla_put_string(skb, VFIOV_A_COUNTER_INFO_TEXT, c->text))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_lists(struct sk_buff *skb, const struct vfiov_driver *d)
{
	int ret = 0;

	for (unsigned int i = 0; i < d->nr_profiles && !ret; i++)
		ret = put_profile(skb, &d->profiles[i]);
	for (unsigned int i = 0; i < d->nr_reasons && !ret; i++)
		ret = put_reason(skb, &d->reasons[i]);
	for (unsigned int i = 0; i < d->nr_counters && !ret; i++)
		ret = put_counter(skb, &d->counters[i]);
	return ret;
}

static int put_driver(struct sk_buff *skb, const struct netlink_callback *cb,
		      const struct vfiov_driver *d, u32 vfs)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&vfiov_nl_family, NLM_F_MULTI, VFIOV_CMD_DRIVER_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (nla_put_string(skb, VFIOV_A_DRIVER_NAME, d->name) ||
	    nla_put_u32(skb, VFIOV_A_DRIVER_VFS, vfs) || put_lists(skb, d)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* A driver is not split across messages, and by default a dump has room only for a small one. */
int vfiov_nl_driver_get_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = DRIVER_SIZE;
	return 0;
}

/* cb->args[0] is the place of the next driver in the list. */
int vfiov_nl_driver_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct vfiov_driver *driver;
	unsigned int vfs;
	int ret;

	ret = vfiov_nl_no_attrs(cb->nlh, cb->extack);
	if (ret)
		return ret;
	mutex_lock(&vfiov.lock);
	/* When a driver unregisters, those after it move; NLM_F_DUMP_INTR tells the reader. */
	cb->seq = vfiov.drivers_generation;
	while ((driver = vfiov_driver_at(cb->args[0], &vfs))) {
		ret = put_driver(skb, cb, driver, vfs);
		if (ret)
			break;
		cb->args[0]++;
	}
	if (skb->len)
		nl_dump_check_consistent(cb, nlmsg_hdr(skb));
	vfiov_unlock();
	return ret;
}
